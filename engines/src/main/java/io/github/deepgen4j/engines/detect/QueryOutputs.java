// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.detect;

import io.github.deepgen4j.engines.onnx.Numbers.Floats;
import io.github.deepgen4j.engines.onnx.OnnxModel;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Silhouette;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.image.Size;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Outputs of Mask2Former's kind: queries, each with logits of every class and of none, and a mask. Objects are made of
 * them as {@code mmdet: mmdet/models/seg_heads/panoptic_fusion_heads/maskformer_fusion_head.py} does
 * (instance_postprocess): the best pairs of query and class; the score is the class's probability times the mean
 * probability of the mask's own pixels, the box is the mask's.
 *
 * @param classLogits name of the output (1, queries, classes + 1)
 * @param maskLogits name of the output (1, queries, height, width), of any resolution
 * @param most objects an image
 */
record QueryOutputs(String classLogits, String maskLogits, int most) implements Outputs {
    static QueryOutputs read(ConfigFile output) {
        return new QueryOutputs(
                output.text("classes", "class_logits"),
                output.text("masks", "mask_logits"),
                output.integer("most", 1, 1000, 100));
    }

    /** A query taken for an object of a class. */
    private record Candidate(int query, int label, double probability) {}

    @Override
    public List<String> names() {
        return List.of(classLogits, maskLogits);
    }

    @Override
    public void check(OnnxModel model, int classes) {
        model.requireOutput(classLogits, 1, -1, classes + 1L);
        model.requireOutput(maskLogits, 1, -1, -1, -1);
    }

    @Override
    public List<List<Detection>> decode(Map<String, Floats> outputs, View view, int classes) {
        Floats labels = outputs.get(classLogits);
        Floats masks = outputs.get(maskLogits);
        int queries = (int) labels.shape()[1];
        if (masks.shape()[1] != queries) {
            throw new EngineException("detector: expected masks of %d queries as there are classes, found %d"
                    .formatted(queries, masks.shape()[1]));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int query = 0; query < queries; query++) {
            double[] probabilities = softmax(labels.values(), query * (classes + 1), classes + 1);
            for (int c = 0; c < classes; c++) {
                candidates.add(new Candidate(query, c, probabilities[c]));
            }
        }
        List<List<Detection>> objects = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            objects.add(new ArrayList<>());
        }
        Map<Integer, Optional<Shown>> shown = new HashMap<>();
        candidates.stream()
                .sorted(Comparator.comparingDouble(Candidate::probability).reversed())
                .limit(most)
                .forEach(candidate -> shown.computeIfAbsent(candidate.query(), query -> shown(masks, query, view))
                        .ifPresent(
                                mask -> objects.get(candidate.label()).add(mask.detection(candidate.probability()))));
        return objects;
    }

    /** A query's mask in the image. */
    private record Shown(Box box, Silhouette silhouette, double confidence) {
        Detection detection(double probability) {
            return new Detection(box, (float) (probability * confidence), Optional.of(silhouette));
        }
    }

    /** Empty for a mask without pixels: no object. */
    private static Optional<Shown> shown(Floats masks, int query, View view) {
        int height = (int) masks.shape()[2];
        int width = (int) masks.shape()[3];
        Size size = view.original();
        Axis columns = Axis.of(size.width(), view.image().width(), view.input().width(), width);
        Axis rows = Axis.of(size.height(), view.image().height(), view.input().height(), height);
        int from = query * width * height;
        BitSet pixels = new BitSet();
        double sum = 0;
        int left = size.width();
        int right = 0;
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                double logit = rows.mix(
                        y,
                        columns.mix(x, masks.values(), from + rows.first(y) * width),
                        columns.mix(x, masks.values(), from + rows.second(y) * width));
                if (logit > 0) {
                    pixels.set(y * size.width() + x);
                    sum += 1 / (1 + Math.exp(-logit));
                    left = Math.min(left, x);
                    right = Math.max(right, x + 1);
                }
            }
        }
        if (pixels.isEmpty()) {
            return Optional.empty();
        }
        int top = pixels.nextSetBit(0) / size.width();
        int bottom = (pixels.length() - 1) / size.width() + 1;
        return Optional.of(new Shown(
                new Box(left, top, right, bottom), new Silhouette(size, pixels), sum / (pixels.cardinality() + 1e-6)));
    }

    /**
     * Bilinear sampling along one side, from pixels of the image to cells of the mask. The reference resizes twice, to
     * the input and then to the image; this is once, which moves an outline by less than a pixel.
     */
    private record Axis(int[] cells, double[] shares, int last) {
        static Axis of(int original, int image, int input, int cells) {
            int[] first = new int[original];
            double[] share = new double[original];
            for (int i = 0; i < original; i++) {
                double at = (i + 0.5) * image / original * cells / input - 0.5;
                at = Math.clamp(at, 0, cells - 1);
                first[i] = (int) at;
                share[i] = at - first[i];
            }
            return new Axis(first, share, cells - 1);
        }

        int first(int pixel) {
            return cells[pixel];
        }

        int second(int pixel) {
            return Math.min(last, cells[pixel] + 1);
        }

        double mix(int pixel, double before, double after) {
            return before * (1 - shares[pixel]) + after * shares[pixel];
        }

        double mix(int pixel, float[] values, int row) {
            return mix(pixel, values[row + first(pixel)], values[row + second(pixel)]);
        }
    }

    private static double[] softmax(float[] logits, int from, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, logits[from + i]);
        }
        double[] shares = new double[count];
        double total = 0;
        for (int i = 0; i < count; i++) {
            shares[i] = Math.exp(logits[from + i] - largest);
            total += shares[i];
        }
        for (int i = 0; i < count; i++) {
            shares[i] /= total;
        }
        return shares;
    }
}
