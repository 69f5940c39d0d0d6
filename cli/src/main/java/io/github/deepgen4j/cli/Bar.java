// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

/** Placeholder for compilation. */
final class Bar implements AutoCloseable {
    static Bar open(String task, long max, String unit) {
        return new Bar();
    }

    void step(long done) {}

    @Override
    public void close() {}
}
