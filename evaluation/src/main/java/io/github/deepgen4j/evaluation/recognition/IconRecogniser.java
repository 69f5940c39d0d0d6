// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.recognition;

import io.github.deepgen4j.icons.scoring.Patch;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.qwen.PatchRows;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells which thing a square part of an image shows, in which style and skin tone, or that it shows none: the vision
 * tower of a small model, whose features, averaged over the part, are compared with the embeddings of the answers. One
 * thread uses it.
 */
public final class IconRecogniser {
    /** Side of a part, in pixels, after scaling. */
    public static final int SIDE = 64;

    /** A part is wider than the thing in it is expected to be, by this. */
    private static final double MARGIN = 1.15;

    private static final String EMBEDDINGS = "vlm.model.embed_tokens.weight";

    private final Networks networks;
    private final IconLabels labels;

    /**
     * @param networks with the language model; not owned
     * @throws ConfigException if it has fewer embeddings than there are answers
     */
    public IconRecogniser(Networks networks, IconLabels labels) {
        this.networks = networks;
        this.labels = labels;
        int rows = networks.config().vlm().vocabulary();
        if (rows < labels.rows()) {
            throw new ConfigException(networks.folder() + ": vocab_size expected at least " + labels.rows()
                    + ", one for each answer of " + IconLabels.FILE + ", found " + rows);
        }
    }

    /**
     * Logits of the answers to B parts.
     *
     * @param things (B, things + 1), the last for none
     * @param styles (B, styles)
     * @param tones (B, {@link IconLabels#TONES})
     */
    public record Seen(Tensor things, Tensor styles, Tensor tones) {}

    /** The part of an image that is looked at for a thing of such a centre and size, all in pixels. */
    public static Patch part(double x, double y, double size, boolean mirrored) {
        double wide = MARGIN * size;
        return new Patch(x - wide / 2, y - wide / 2, wide, mirrored);
    }

    /**
     * B parts as pixels (B, 3, SIDE, SIDE) in -1..1, in the innermost scope.
     *
     * @param parts (SIDE * SIDE * 3) each, 0..255
     */
    public static Tensor pixels(List<float[]> parts) {
        int length = 3 * SIDE * SIDE;
        float[] all = new float[parts.size() * length];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, all, i * length, length);
        }
        return Tensor.of(all, parts.size(), SIDE, SIDE, 3)
                .permute(0, 3, 1, 2)
                .div(127.5)
                .add(-1);
    }

    /** @param pixels (B, 3, SIDE, SIDE) in -1..1 */
    public Seen look(Tensor pixels) {
        long count = pixels.size(0);
        List<PatchRows> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(PatchRows.of(
                    pixels.select(0, i), networks.config().vlm().vision(), networks.constants(), networks.compute()));
        }
        PatchRows first = rows.getFirst();
        Tensor all = Tensor.cat(0, rows.stream().map(PatchRows::rows).toList());
        Tensor cells = networks.vision().forward(all, first.gridHeight(), first.gridWidth());
        Tensor features = cells.reshape(count, -1, cells.size(1)).mean(1, false);
        Tensor embeddings = networks.tensor(EMBEDDINGS).to(features.dtype());
        Tensor logits = features.matmul(embeddings.narrow(0, 0, labels.rows()).transpose(0, 1));
        int things = labels.none() + 1;
        int styles = labels.styles().size();
        return new Seen(
                logits.narrow(1, 0, things),
                logits.narrow(1, things, styles),
                logits.narrow(1, things + styles, IconLabels.TONES));
    }
}
