// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.detect;

import io.github.deepgen4j.engines.onnx.Numbers.Floats;
import io.github.deepgen4j.engines.onnx.OnnxModel;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.image.Size;
import java.util.List;
import java.util.Map;

/** The form of a detector's outputs. */
sealed interface Outputs permits PointOutputs, QueryOutputs {
    /** Names of the outputs. */
    List<String> names();

    /**
     * Refuses a network without them, or for another number of classes.
     *
     * @param classes how many names there are
     */
    void check(OnnxModel model, int classes);

    /**
     * The objects that they say.
     *
     * @param outputs by name
     * @return one list for each class
     */
    List<List<Detection>> decode(Map<String, Floats> outputs, View view, int classes);

    /**
     * An image in the input of a network.
     *
     * @param original size of the image
     * @param image its size inside the input
     * @param input size of the input
     */
    record View(Size original, Size image, Size input) {
        double scaleX() {
            return (double) original.width() / image.width();
        }

        double scaleY() {
            return (double) original.height() / image.height();
        }
    }

    /** The form that the field {@code form} names: {@code points} or {@code queries}. */
    static Outputs read(ConfigFile output) {
        return output.choice("form", "points", "points", "queries").equals("points")
                ? PointOutputs.read(output)
                : QueryOutputs.read(output);
    }
}
