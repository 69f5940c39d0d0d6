// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.pipeline.DeepGen;

/** The embedded model in this process. */
class ModelEngineTest extends EngineContract {
    @Override
    Engine open() {
        return new ModelEngine("nano", DeepGen.nano());
    }
}
