// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.detect;

import io.github.deepgen4j.engines.onnx.Numbers.Floats;
import io.github.deepgen4j.engines.onnx.OnnxModel;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Outputs of NanoDet's kind ({@code RangiLyu/nanodet: nanodet/model/head/nanodet_head.py}): grids of points of several
 * strides; each has a probability of every class, and for each of its four sides a distribution over distances.
 *
 * @param strides pixels of the input between the points of each grid
 * @param scores names of outputs (1, points, classes), a grid each
 * @param distances names of outputs (1, points, 4 * bins): left, top, right, bottom, in strides, before the softmax
 * @param suppress intersection over union from which on the worse of two boxes of a class is dropped
 */
record PointOutputs(List<Integer> strides, List<String> scores, List<String> distances, int bins, double suppress)
        implements Outputs {
    /** Less sure is nothing that anybody asks for; there are thousands of points. */
    private static final float LEAST = 0.05f;

    PointOutputs {
        ConfigException.require(
                !strides.isEmpty() && scores.size() == strides.size() && distances.size() == strides.size(),
                "strides",
                "as many as scores and distances",
                strides.size() + ", " + scores.size() + " and " + distances.size());
    }

    static PointOutputs read(ConfigFile output) {
        List<Integer> strides = new ArrayList<>();
        for (int stride : output.integers("strides", 1, 1024)) {
            strides.add(stride);
        }
        return output.make(() -> new PointOutputs(
                strides,
                output.texts("scores", List.of()),
                output.texts("distances", List.of()),
                output.integer("bins", 2, 64),
                output.number("suppress", 0, 1, 0.6)));
    }

    @Override
    public List<String> names() {
        return Stream.concat(scores.stream(), distances.stream()).toList();
    }

    @Override
    public void check(OnnxModel model, int classes) {
        scores.forEach(name -> model.requireOutput(name, 1, -1, classes));
        distances.forEach(name -> model.requireOutput(name, 1, -1, 4L * bins));
    }

    @Override
    public List<List<Detection>> decode(Map<String, Floats> outputs, View view, int classes) {
        List<List<Detection>> objects = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            objects.add(new ArrayList<>());
        }
        for (int level = 0; level < strides.size(); level++) {
            decode(
                    outputs.get(scores.get(level)),
                    outputs.get(distances.get(level)),
                    strides.get(level),
                    view,
                    objects);
        }
        objects.replaceAll(all -> Suppression.of(all, suppress));
        return objects;
    }

    private void decode(Floats score, Floats distance, int stride, View view, List<List<Detection>> objects) {
        int columns = Math.ceilDiv(view.input().width(), stride);
        int points = columns * Math.ceilDiv(view.input().height(), stride);
        int classes = objects.size();
        if (score.values().length != points * classes || distance.values().length != points * 4 * bins) {
            throw new EngineException("detector: expected %d points of stride %d for an input of %s, found %d and %d"
                    .formatted(
                            points,
                            stride,
                            view.input(),
                            score.values().length / classes,
                            distance.values().length / (4 * bins)));
        }
        for (int point = 0; point < points; point++) {
            Box box = null;
            for (int c = 0; c < classes; c++) {
                float sure = score.values()[point * classes + c];
                if (sure > LEAST) {
                    box = box == null ? box(distance.values(), point, columns, stride, view) : box;
                    objects.get(c).add(new Detection(box, Math.min(1, sure)));
                }
            }
        }
    }

    private Box box(float[] distances, int point, int columns, int stride, View view) {
        double x = (point % columns + 0.5) * stride;
        double y = (point / columns + 0.5) * stride;
        double[] sides = new double[4];
        for (int side = 0; side < 4; side++) {
            sides[side] = stride * expected(distances, (4 * point + side) * bins);
        }
        return new Box(
                inside((x - sides[0]) * view.scaleX(), view.original().width()),
                inside((y - sides[1]) * view.scaleY(), view.original().height()),
                inside((x + sides[2]) * view.scaleX(), view.original().width()),
                inside((y + sides[3]) * view.scaleY(), view.original().height()));
    }

    private static float inside(double place, int side) {
        return (float) Math.clamp(place, 0, side);
    }

    /** The mean bin of a softmax. */
    private double expected(float[] logits, int from) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < bins; i++) {
            largest = Math.max(largest, logits[from + i]);
        }
        double total = 0;
        double sum = 0;
        for (int i = 0; i < bins; i++) {
            double weight = Math.exp(logits[from + i] - largest);
            total += weight;
            sum += i * weight;
        }
        return sum / total;
    }
}
