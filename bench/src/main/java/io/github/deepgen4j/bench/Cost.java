// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.model.connector.ConnectorConfig;
import io.github.deepgen4j.model.dit.DitConfig;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.qwen.QwenConfig;
import io.github.deepgen4j.model.vae.VaeConfig;
import java.util.stream.IntStream;

/**
 * Floating-point operations of each network, two for a multiply-add (spec/model.md section 10). Matrix products and
 * convolutions only: the rest is less than one percent. Counted as the reference does the work, so the little that we
 * leave out (the end of the last block) counts as done.
 */
public final class Cost {
    private Cost() {}

    /** The vision tower on one image of {@code patches} patches. */
    public static double vision(QwenConfig.Vision vision, long patches) {
        double width = vision.hidden();
        double linear = 4 * width * width + 3 * width * vision.intermediate();
        long window =
                Math.min(patches, (long) vision.windowCells() * vision.windowCells() * vision.merge() * vision.merge());
        long full =
                IntStream.range(0, vision.depth()).filter(vision::attendsFully).count();
        double attention = 2 * width * (full * patches + (vision.depth() - full) * window);
        double cell = width * vision.merge() * vision.merge();
        double merger = cell * (cell + vision.outHidden()) / (vision.merge() * vision.merge());
        return 2 * patches * (vision.patchValues() * width + vision.depth() * linear + attention + merger);
    }

    /** {@code layers} layers of the language model on {@code rows} rows of {@code positions}. */
    public static double languageModel(QwenConfig qwen, int layers, long rows, long positions) {
        double width = qwen.hidden();
        double queries = (double) qwen.heads() * qwen.headDim();
        double keys = (double) qwen.keyValueHeads() * qwen.headDim();
        double linear = 2 * width * queries + 2 * width * keys + 3 * width * qwen.intermediate();
        return 2 * rows * layers * (positions * linear + (double) positions * positions * queries); // causal: one half
    }

    /** Stacked Channel Bridging on {@code rows} rows of {@code positions}. */
    public static double bridging(ConnectorConfig connector, long rows, long positions) {
        double width = connector.hidden();
        double linear = connector.stackedWidth() * width
                + connector.layers() * (4 * width * width + 2 * width * connector.intermediate())
                + width * connector.sequenceWidth();
        double attention = connector.layers() * 2 * width * positions;
        return 2 * rows * positions * (linear + attention);
    }

    /** One pass of the transformer on {@code rows} rows of image tokens (target and references) and context tokens. */
    public static double transformer(DitConfig dit, long rows, long image, long context) {
        double width = dit.width();
        double all = image + context;
        double joint = 12 * width * width * all + 2 * all * all * width;
        double dual = 4 * width * width * image + 2.0 * image * image * width;
        return 2 * rows * (dit.layers() * joint + dit.dualAttention().length * dual);
    }

    /** The auto-encoder's encoder on an image. */
    public static double encode(VaeConfig vae, Size size) {
        int[] channels = vae.channels();
        double cells = (double) size.width() * size.height();
        double work = cells * conv(vae.imageChannels(), channels[0]);
        int width = channels[0];
        for (int level = 0; level < channels.length; level++) {
            for (int i = 0; i < vae.layersPerBlock(); i++) {
                work += cells * resnet(width, channels[level]);
                width = channels[level];
            }
            if (level < channels.length - 1) {
                cells /= 4;
                work += cells * conv(width, width);
            }
        }
        return 2 * (work + mid(width, cells) + cells * conv(width, 2 * vae.latentChannels()));
    }

    /** The auto-encoder's decoder to an image. */
    public static double decode(VaeConfig vae, Size size) {
        int[] channels = vae.channels();
        int levels = channels.length;
        int width = channels[levels - 1];
        double cells = (double) size.width() * size.height() / (1L << 2 * (levels - 1));
        double work = cells * conv(vae.latentChannels(), width) + mid(width, cells);
        for (int level = levels - 1; level >= 0; level--) {
            for (int i = 0; i <= vae.layersPerBlock(); i++) {
                work += cells * resnet(width, channels[level]);
                width = channels[level];
            }
            if (level > 0) {
                cells *= 4;
                work += cells * conv(width, width);
            }
        }
        return 2 * (work + cells * conv(width, vae.imageChannels()));
    }

    private static double conv(double in, double out) {
        return 9 * in * out;
    }

    private static double resnet(double in, double out) {
        return conv(in, out) + conv(out, out) + (in == out ? 0 : in * out);
    }

    private static double mid(double width, double cells) {
        return cells * (2 * resnet(width, width) + 4 * width * width + 2 * cells * width);
    }
}
