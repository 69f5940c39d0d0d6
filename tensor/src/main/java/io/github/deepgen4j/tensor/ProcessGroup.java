// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.time.Duration;
import java.util.List;

/**
 * Processes that compute one thing together, with the collectives of {@code torch.distributed}. Every process calls the
 * same methods in the same order with tensors of the same shapes; a call returns when its part is done. All wait for
 * each other at most the time that the group was made with, then, or (but for NCCL) as soon as the connection to
 * another one is lost, they throw {@link TensorException}: the group is of no use after that.
 *
 * <p>For one thread of each process. Tensors are contiguous.
 */
public interface ProcessGroup extends AutoCloseable {
    /** The transport of tensors. */
    enum Backend {
        /** Over TCP, from main memory to main memory; tensors on a GPU take the way through it. */
        GLOO,
        /** Between the memories of GPUs. Each process needs a GPU of its own. */
        NCCL
    }

    /**
     * The address at which the processes find each other, and the number of this one.
     *
     * @param host of rank 0
     * @param port free on that host, equal in all processes
     * @param storeServed true if somebody else already serves the store of this address (torchrun's agent does); else
     *     rank 0 serves it
     * @param rank number of this process, 0..worldSize-1
     * @param worldSize number of processes
     * @param timeout longest wait for others
     */
    record Rendezvous(String host, int port, boolean storeServed, int rank, int worldSize, Duration timeout) {
        /** Throws {@link IllegalArgumentException} when a value is out of its range. */
        public Rendezvous {
            if (worldSize < 1 || rank < 0 || rank >= worldSize || port < 1 || port > 65535 || !timeout.isPositive()) {
                throw new IllegalArgumentException(
                        ("process group expected 0 <= rank < world size, port 1..65535, a timeout; "
                                        + "found rank %d of %d, port %d, %s")
                                .formatted(rank, worldSize, port, timeout));
            }
        }
    }

    /** A group of this process only; every method returns at once. */
    static ProcessGroup alone() {
        return new SingleProcess();
    }

    /**
     * Waits for all others.
     *
     * @throws TensorException if they do not come within the time-out, the platform has no process groups (other than
     *     Linux), or with {@link Backend#NCCL} a process computes on the processor
     */
    static ProcessGroup join(Rendezvous rendezvous, Backend backend) {
        if (rendezvous.worldSize() == 1) {
            return alone();
        }
        return switch (backend) {
            case GLOO -> new GlooProcessGroup(rendezvous);
            case NCCL -> NcclProcessGroup.join(rendezvous);
        };
    }

    /** Number of this process, 0..worldSize-1. */
    int rank();

    /** Number of processes. */
    int worldSize();

    /** Every process' tensor becomes the sum of all; bit by bit equal on all, and whenever it is done again. */
    void allReduce(Tensor tensor);

    /**
     * The tensor of {@code root} becomes the sum of all, bit by bit that of {@link #allReduce}; the others' are
     * unspecified.
     */
    void reduce(int root, Tensor tensor);

    /** Every process' tensor becomes that of {@code root}. */
    void broadcast(int root, Tensor tensor);

    /** The texts of all processes, in the order of ranks. */
    List<String> allGather(String text);

    /**
     * Runs something on rank 0 while the others wait, a barrier included. It may take longer than the time-out, as long
     * as rank 0's process shows that it is alive.
     *
     * @throws TensorException on the others, if rank 0 failed; rank 0 throws what {@code work} threw
     */
    void onRankZero(Runnable work);

    /** Leaves the group. Closing twice is allowed. */
    @Override
    void close();
}
