// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;

/**
 * LibTorch's NCCL backend for tensors on GPUs, over a Gloo group for all else; NCCL itself refuses two processes on one
 * GPU. As LibTorch documents it, a lost process ends the waiting after the time-out only if
 * {@code TORCH_NCCL_BLOCKING_WAIT=1} is in the environment, where the launcher puts it; without, LibTorch's own
 * watchdog ends this process. Never run on several GPUs.
 */
final class NcclProcessGroup implements ProcessGroup {
    private final GlooProcessGroup gloo;
    private final ProcessGroupNCCL nccl;
    private boolean closed;

    private NcclProcessGroup(GlooProcessGroup gloo, ProcessGroupNCCL nccl) {
        this.gloo = gloo;
        this.nccl = nccl;
    }

    static NcclProcessGroup join(Rendezvous rendezvous) {
        GlooProcessGroup gloo = new GlooProcessGroup(rendezvous);
        try {
            List<String> devices = gloo.allGather(Device.getDefault().toString());
            if (devices.contains(Device.CPU.toString())) {
                throw new TensorException("NCCL expected each process on a GPU of its own, found " + devices
                        + ": take --device cuda, or the backend GLOO");
            }
            return new NcclProcessGroup(gloo, connect(gloo, rendezvous));
        } catch (RuntimeException e) {
            gloo.close();
            throw e;
        }
    }

    private static ProcessGroupNCCL connect(GlooProcessGroup gloo, Rendezvous rendezvous) {
        LibTorch.load(org.bytedeco.pytorch.presets.torch_nccl.class);
        try (var _ = new PointerScope()) {
            ProcessGroupNCCL.Options options = ProcessGroupNCCL.Options.create();
            options.timeout(new Milliseconds(rendezvous.timeout().toMillis()));
            var nccl = new ProcessGroupNCCL(
                    new PrefixStore("deepgen/nccl", gloo.store()), rendezvous.rank(), rendezvous.worldSize(), options);
            nccl.retainReference(); // it outlives the scope
            return nccl;
        } catch (RuntimeException e) {
            throw gloo.failure("start NCCL", e);
        }
    }

    @Override
    public int rank() {
        return gloo.rank();
    }

    @Override
    public int worldSize() {
        return gloo.worldSize();
    }

    @Override
    public void allReduce(Tensor tensor) {
        if (tensor.onCpu()) {
            gloo.allReduce(tensor);
        } else {
            gloo.run("allReduce", tensor, nccl::allreduce);
        }
    }

    /** NCCL's own reduction adds up in another order than its sum for all, and runs should not depend on that. */
    @Override
    public void reduce(int root, Tensor tensor) {
        allReduce(tensor);
    }

    @Override
    public void broadcast(int root, Tensor tensor) {
        if (tensor.onCpu()) {
            gloo.broadcast(root, tensor);
        } else {
            gloo.run("broadcast", tensor, all -> nccl.broadcast(all, new BroadcastOptions().rootRank(root)));
        }
    }

    @Override
    public List<String> allGather(String text) {
        return gloo.allGather(text);
    }

    @Override
    public void onRankZero(Runnable work) {
        gloo.onRankZero(work);
    }

    @Override
    public void close() {
        if (!closed && !gloo.failed()) {
            nccl.shutdown();
            nccl.releaseReference();
        }
        closed = true;
        gloo.close();
    }
}
