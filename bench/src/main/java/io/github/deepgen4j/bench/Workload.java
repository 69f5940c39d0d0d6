// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.model.components.Architecture;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.qwen.ConstantPrecision;

/**
 * The lengths that one image with guidance gives each network (spec/model.md section 10): a prompt of 64 tokens with
 * its template, and for an edit one reference of the image's size.
 */
record Workload(ModelConfig config, Size size, boolean edit) {
    /** Positives and negatives. */
    static final int ROWS = 2;

    private static final int PROMPT = 64;

    /** Builds networks with constants as the released weights were trained. */
    Architecture architecture() {
        return new Architecture(config, ConstantPrecision.BF16);
    }

    /** Side in pixels of a merged cell of the vision tower. */
    private int cell() {
        return config.vlm().vision().patch() * config.vlm().vision().merge();
    }

    /** The vision tower sees references at 28/32 of their size (spec/model.md section 3.3). */
    int patchRows() {
        return size.height() * 28 / 32 / cell() * config.vlm().vision().merge();
    }

    int patchColumns() {
        return size.width() * 28 / 32 / cell() * config.vlm().vision().merge();
    }

    /** Positions of the language model. */
    int positions() {
        int merge = config.vlm().vision().merge();
        int image = edit ? patchRows() * patchColumns() / (merge * merge) : 0;
        return PROMPT + image + config.connector().thinkTokens();
    }

    private int targets() {
        return size.width() / config.sideMultiple() * (size.height() / config.sideMultiple());
    }

    /** Image tokens of the transformer: target and reference. */
    int imageTokens() {
        return edit ? 2 * targets() : targets();
    }

    int latentHeight() {
        return size.height() / config.vae().downsampling();
    }

    int latentWidth() {
        return size.width() / config.vae().downsampling();
    }
}
