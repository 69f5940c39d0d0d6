// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

/** A {@link Bar} over bytes whose number is known only once the work has looked at its files. */
final class ByteBar implements AutoCloseable {
    private final String task;
    private volatile Bar bar;

    ByteBar(String task) {
        this.task = task;
    }

    void start(long bytes) {
        bar = Bar.open(task, bytes, "bytes");
    }

    void add(long bytes) {
        bar.step(bytes);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
