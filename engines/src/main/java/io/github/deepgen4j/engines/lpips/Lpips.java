// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.lpips;

import io.github.deepgen4j.engines.onnx.OnnxModel;
import io.github.deepgen4j.engines.onnx.Planes;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * The learned perceptual distance of two images (LPIPS; Zhang et al., 2018, "The Unreasonable Effectiveness of Deep
 * Features as a Perceptual Metric"), by an ONNX file: two inputs (1, 3, height, width) in -1..1, red, green, blue, and
 * one output of one number, 0 for equal images. Safe for several threads.
 */
public final class Lpips implements ToDoubleBiFunction<Image, Image>, AutoCloseable {
    private static final Planes PLANES =
            new Planes(false, new double[] {127.5, 127.5, 127.5}, new double[] {127.5, 127.5, 127.5});

    private final OnnxModel model;
    private final List<String> inputs;
    private final String output;

    private Lpips(OnnxModel model) {
        this.model = model;
        this.inputs = model.inputs();
        if (inputs.size() != 2) {
            throw new EngineException(
                    "%s: expected two inputs, the images to compare, found %s".formatted(model.name(), inputs));
        }
        inputs.forEach(input -> model.requireInput(input, "float", -1, 3, -1, -1));
        this.output = model.onlyOutput();
    }

    /**
     * Opens a file.
     *
     * @throws EngineException if it is absent, damaged, or does not compare two images
     */
    public static Lpips open(Path file) {
        OnnxModel model = OnnxModel.open(file);
        try {
            return new Lpips(model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * The distance of two images.
     *
     * @throws EngineException if the network fails, as for images of two sizes, or gives more than one number
     */
    @Override
    public double applyAsDouble(Image a, Image b) {
        float[] distance = model.run(Map.of(inputs.get(0), PLANES.of(a), inputs.get(1), PLANES.of(b)), List.of(output))
                .get(output)
                .values();
        if (distance.length != 1) {
            throw new EngineException("%s: expected one number, found %d".formatted(model.name(), distance.length));
        }
        return distance[0];
    }

    @Override
    public void close() {
        model.close();
    }
}
