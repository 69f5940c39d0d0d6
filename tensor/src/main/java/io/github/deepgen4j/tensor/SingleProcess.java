// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.List;

/** The group of one process: nothing is communicated, and nobody waits. */
record SingleProcess() implements ProcessGroup {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int worldSize() {
        return 1;
    }

    @Override
    public void allReduce(Tensor tensor) {}

    @Override
    public void reduce(int root, Tensor tensor) {}

    @Override
    public void broadcast(int root, Tensor tensor) {}

    @Override
    public List<String> allGather(String text) {
        return List.of(text);
    }

    @Override
    public void onRankZero(Runnable work) {
        work.run();
    }

    @Override
    public void close() {}
}
