// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.examples;

import io.github.deepgen4j.model.pipeline.DeepGen;
import java.net.URI;

/** A started service: its address, its model, and the way to stop it. */
public record Running(URI address, DeepGen deepgen, Runnable stop) implements AutoCloseable {
    @Override
    public void close() {
        stop.run();
    }
}
