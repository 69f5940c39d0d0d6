// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.time.Duration;
import java.util.List;

/**
 * Processes that compute one thing together. Every process calls the same methods in the same order with tensors of the
 * same shapes; a call returns when its part is done. All wait for each other at most the time that the group was made
 * with, then, or (but for NCCL) as soon as the connection to another one is lost, they throw {@link TensorException}:
 * the group is of no use after that.
 *
 * <p>For one thread of each process. Tensors are contiguous.
 */
public sealed interface ProcessGroup extends AutoCloseable permits SingleProcess, GlooProcessGroup, NcclProcessGroup {
    /** How tensors travel. */
    enum Backend {
        /** Over TCP, from main memory to main memory; what lies on a GPU takes the way through it. */
        GLOO,
        /** What lies on a GPU, from there to other GPUs. Each process needs a GPU of its own. */
        NCCL
    }

    /**
     * Where the processes meet.
     *
     * @param host of rank 0
     * @param port free on that host, the same for all
     * @param storeServed whether somebody else already serves the store of this address (torchrun's agent does); else
     *     rank 0 serves it
     * @param rank number of this process, 0..world-1
     * @param timeout how long to wait for others
     */
    record Meeting(String host, int port, boolean storeServed, int rank, int world, Duration timeout) {
        /** Throws {@link IllegalArgumentException} when a value is out of its range. */
        public Meeting {
            if (world < 1 || rank < 0 || rank >= world || port < 1 || port > 65535 || !timeout.isPositive()) {
                throw new IllegalArgumentException(
                        "process group expected 0 <= rank < world, port 1..65535, a timeout; found rank %d of %d, port %d, %s"
                                .formatted(rank, world, port, timeout));
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
    static ProcessGroup join(Meeting meeting, Backend backend) {
        if (meeting.world() == 1) {
            return alone();
        }
        return switch (backend) {
            case GLOO -> new GlooProcessGroup(meeting);
            case NCCL -> NcclProcessGroup.join(meeting);
        };
    }

    /** Number of this process, 0..world-1. */
    int rank();

    /** Number of processes. */
    int world();

    /** Every process' tensor becomes the sum of all; bit by bit the same on all, and whenever it is done again. */
    void sum(Tensor tensor);

    /**
     * The tensor of {@code root} becomes the sum of all, the same bits as {@link #sum}; what others hold is
     * unspecified.
     */
    void sumTo(int root, Tensor tensor);

    /** Every process' tensor becomes that of {@code root}. */
    void broadcast(int root, Tensor tensor);

    /** What every process says, in the order of ranks. */
    List<String> exchange(String text);

    /**
     * Rank 0 does something while the others wait. It may take longer than the time-out, as long as rank 0's process
     * shows that it is alive.
     *
     * @throws TensorException on the others, if rank 0 failed; rank 0 throws what {@code work} threw
     */
    void onRankZero(Runnable work);

    /** Leaves the group. Closing twice is allowed. */
    @Override
    void close();
}
