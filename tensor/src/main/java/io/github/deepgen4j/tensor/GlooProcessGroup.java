// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.ReduceOptions;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.gloo.Device;

/**
 * LibTorch's Gloo backend over TCP: tensors in main memory. The store, a small server that rank 0 runs, is where
 * processes find each other, and tells whether rank 0 is alive while it works alone.
 */
final class GlooProcessGroup implements ProcessGroup {
    private static final String ALIVE = "deepgen/alive";
    private static final String DONE = "deepgen/done/";
    private static final long HEARTBEAT_MILLIS = 500;

    private final Rendezvous rendezvous;
    private final TCPStore server; // behind store; kept so that it is closed
    private final PrefixStore store;
    private final ProcessGroupGloo group;
    private long sections; // of rank 0 alone, so far
    private volatile boolean failed;
    private boolean closed;

    GlooProcessGroup(Rendezvous rendezvous) {
        this.rendezvous = rendezvous;
        if (!Loader.getPlatform().startsWith("linux")) {
            throw new TensorException(
                    "process groups need LibTorch's Gloo backend, which there is for Linux only, found "
                            + Loader.getPlatform());
        }
        LibTorch.load(org.bytedeco.pytorch.presets.torch_gloo.class);
        try (var _ = new PointerScope()) {
            Milliseconds timeout = new Milliseconds(rendezvous.timeout().toMillis());
            this.server = new TCPStore(
                    rendezvous.host(),
                    new TCPStoreOptions()
                            .port((short) rendezvous.port())
                            .isServer(rendezvous.rank() == 0 && !rendezvous.storeServed())
                            .waitWorkers(false)
                            .timeout(timeout));
            this.store = new PrefixStore("deepgen", server);
            ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(timeout);
            options.devices(new GlooDeviceVector(device(rendezvous.host())));
            options.threads(1); // calls are waited for one by one: their order is the same everywhere
            this.group = new ProcessGroupGloo(store, rendezvous.rank(), rendezvous.worldSize(), options);
            group.retainReference(); // these outlive the scope
            store.retainReference();
            server.retainReference();
        } catch (RuntimeException e) {
            throw failure("rendezvous at " + rendezvous.host() + ":" + rendezvous.port(), e);
        }
    }

    /**
     * The network interface: the one that is named, this machine's own loop for processes of one machine, else the host
     * name's.
     */
    private static Device device(String host) {
        String name = System.getenv("GLOO_SOCKET_IFNAME"); // as in PyTorch
        if (name != null && !name.isBlank()) {
            return ProcessGroupGloo.createDeviceForInterface(name);
        }
        boolean local = host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
        return local ? ProcessGroupGloo.createDeviceForHostname(host) : ProcessGroupGloo.createDefaultDevice();
    }

    @Override
    public int rank() {
        return rendezvous.rank();
    }

    @Override
    public int worldSize() {
        return rendezvous.worldSize();
    }

    @Override
    public void allReduce(Tensor tensor) {
        collective("allReduce", tensor, group::allreduce);
    }

    @Override
    public void reduce(int root, Tensor tensor) {
        collective("reduce", tensor, all -> group.reduce(all, new ReduceOptions().rootRank(root)));
    }

    @Override
    public void broadcast(int root, Tensor tensor) {
        collective("broadcast", tensor, all -> group.broadcast(all, new BroadcastOptions().rootRank(root)));
    }

    /** A tensor on a GPU travels through main memory: Gloo's own way there is not in every build. */
    private void collective(String operation, Tensor tensor, Function<TensorVector, Work> start) {
        if (tensor.onCpu()) {
            run(operation, tensor, start);
            return;
        }
        try (var _ = Scope.open()) {
            Tensor host = tensor.to(io.github.deepgen4j.tensor.Device.CPU);
            run(operation, host, start);
            tensor.copyFrom(host);
        }
    }

    /** Starts something and waits for it. */
    void run(String operation, Tensor tensor, Function<TensorVector, Work> start) {
        checkOpen(operation);
        Operation.use(
                operation,
                () -> {
                    try {
                        return start.apply(new TensorVector(tensor.raw()))._wait();
                    } catch (RuntimeException e) {
                        throw failure(operation + " " + tensor, e);
                    }
                },
                tensor);
    }

    /**
     * A second handle of the store: LibTorch takes a store that JavaCPP made for its own, and aborts when
     * it is given the same again; the one that it gives back may be shared.
     */
    Store store() {
        return store.getUnderlyingStore();
    }

    /** True after a failed call: nothing may be released then. */
    boolean failed() {
        return failed;
    }

    @Override
    public List<String> allGather(String text) {
        byte[] own = text.getBytes(StandardCharsets.UTF_8);
        try (var _ = Scope.open()) {
            long[] lengths = new long[worldSize()];
            lengths[rank()] = own.length;
            Tensor counts = Tensor.of(lengths, worldSize());
            allReduce(counts);
            lengths = counts.toLongs();
            int total = Math.toIntExact(Arrays.stream(lengths).sum());
            if (total == 0) {
                return Collections.nCopies(worldSize(), "");
            }
            byte[] all = new byte[total];
            int start = Math.toIntExact(Arrays.stream(lengths, 0, rank()).sum());
            System.arraycopy(own, 0, all, start, own.length);
            Tensor bytes = Tensor.of(all, total);
            allReduce(bytes); // everybody else has zeros there
            all = bytes.toBytes();
            List<String> texts = new ArrayList<>();
            int at = 0;
            for (long length : lengths) {
                texts.add(new String(all, at, (int) length, StandardCharsets.UTF_8));
                at += (int) length;
            }
            return texts;
        }
    }

    @Override
    public void onRankZero(Runnable work) {
        checkOpen("onRankZero");
        String done = DONE + sections++;
        if (rank() == 0) {
            runAlive(work, done);
        } else {
            awaitRankZero(done);
        }
        barrier(); // rank 0 may leave, and its store with it, only when all have seen the end
    }

    private void barrier() {
        allGather("");
    }

    private void runAlive(Runnable work, String done) {
        boolean success = false;
        try (var heartbeat = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("heartbeat").factory())) {
            heartbeat.scheduleAtFixedRate(() -> add(ALIVE, 1), 0, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
            try {
                work.run();
                success = true;
            } finally {
                heartbeat.shutdownNow();
            }
        } finally {
            add(done, success ? 1 : -1);
        }
    }

    private void awaitRankZero(String done) {
        long beats = -1;
        long lastBeat = System.nanoTime();
        for (long pause = 1; ; pause = Math.min(100, 2 * pause)) {
            long state = add(done, 0);
            if (state != 0) {
                if (state < 0) {
                    throw failure("wait for rank 0", "it reports a failure");
                }
                return;
            }
            long now = add(ALIVE, 0);
            if (now != beats) {
                beats = now;
                lastBeat = System.nanoTime();
            } else if (Duration.ofNanos(System.nanoTime() - lastBeat).compareTo(rendezvous.timeout()) > 0) {
                throw failure(
                        "wait for rank 0",
                        "no sign of life for " + rendezvous.timeout().toMillis() + " ms");
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure("wait for rank 0", "interrupted");
            }
        }
    }

    private long add(String key, long amount) {
        try (var _ = new PointerScope()) {
            return store.add(key, amount);
        } catch (RuntimeException e) {
            throw failure("ask the store", e);
        }
    }

    TensorException failure(String operation, RuntimeException cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        TensorException failure = failure(operation, message.lines().findFirst().orElse(""));
        failure.initCause(cause);
        return failure;
    }

    private TensorException failure(String operation, String detail) {
        failed = true;
        return new TensorException(
                "rank %d of %d: %s: another process has ended, hangs or cannot be reached (time-out %s s): %s"
                        .formatted(
                                rendezvous.rank(),
                                rendezvous.worldSize(),
                                operation,
                                rendezvous.timeout().toMillis() / 1e3,
                                detail.replaceFirst("^\\[\\S*/gloo/\\S*\\] ", "")));
    }

    private void checkOpen(String operation) {
        if (closed || failed) {
            throw new TensorException(operation + ": the process group is " + (closed ? "closed" : "broken"));
        }
    }

    /**
     * After a failure nothing is released: destructors wait for what will never come, and the process is about to end.
     */
    @Override
    public void close() {
        if (!closed && !failed) {
            group.releaseReference();
            store.releaseReference();
            server.releaseReference();
        }
        closed = true;
    }
}
