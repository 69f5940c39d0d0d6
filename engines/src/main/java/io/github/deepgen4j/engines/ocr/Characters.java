// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.ocr;

import io.github.deepgen4j.engines.onnx.Description;
import io.github.deepgen4j.engines.onnx.Numbers.Floats;
import io.github.deepgen4j.engines.onnx.OnnxModel;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The alphabet of a recognition network, and the way from its probabilities to a text (CTC,
 * {@code PaddleOCR: ppocr/postprocess/rec_postprocess.py}): the likeliest character of each step, repetitions and
 * blanks dropped.
 *
 * @param all number 0 is the blank
 */
record Characters(List<String> all) {
    /** A text and the mean probability of its characters. */
    record Text(String text, float confidence) {}

    /**
     * Reads the alphabet out of the network's metadata ({@code character}), or out of the file beside it that the field
     * {@code dictionary} names: one character a line; the blank comes before it, a space after it.
     *
     * @throws EngineException if neither has one, or it does not fit the network
     */
    static Characters read(Description description, OnnxModel network) {
        String inside = network.metadata("character");
        List<String> lines;
        if (!inside.isEmpty()) {
            lines = List.of(inside.split("\n", -1));
        } else {
            Path file = description.file("dictionary", "keys.txt");
            try {
                lines = Files.readAllLines(file);
            } catch (IOException e) {
                throw new ConfigException(
                        "%s: the characters that %s knows cannot be read (%s)"
                                .formatted(file, network.name(), FileReason.of(e)),
                        e);
            }
        }
        List<String> all = new ArrayList<>(List.of(""));
        all.addAll(lines);
        all.add(" ");
        Characters characters = new Characters(all);
        return characters.fitting(network);
    }

    /** Some dictionaries end with an empty line, and some have the space already. */
    private Characters fitting(OnnxModel network) {
        List<List<String>> forms = List.of(all, withoutEmpty(), all.subList(0, all.size() - 1));
        for (List<String> form : forms) {
            try {
                network.requireOutput(network.onlyOutput(), -1, -1, form.size());
                return new Characters(List.copyOf(form));
            } catch (EngineException e) {
                if (form == forms.getLast()) {
                    throw new EngineException(e.getMessage() + "; the dictionary is another network's", e);
                }
            }
        }
        throw new IllegalStateException("never");
    }

    private List<String> withoutEmpty() {
        List<String> some = new ArrayList<>(all);
        some.remove(some.size() - 2);
        return some;
    }

    /** The text in probabilities (1, steps, characters). */
    Text decode(Floats probabilities) {
        int steps = (int) probabilities.shape()[1];
        int count = all.size();
        if (probabilities.values().length != steps * count) {
            throw new EngineException("recognition: expected probabilities of %d characters, found shape %s"
                    .formatted(count, Arrays.toString(probabilities.shape())));
        }
        StringBuilder text = new StringBuilder();
        double sum = 0;
        int kept = 0;
        int previous = 0;
        for (int step = 0; step < steps; step++) {
            int best = 0;
            for (int i = 1; i < count; i++) {
                if (probabilities.values()[step * count + i] > probabilities.values()[step * count + best]) {
                    best = i;
                }
            }
            if (best != 0 && best != previous) {
                text.append(all.get(best));
                sum += probabilities.values()[step * count + best];
                kept++;
            }
            previous = best;
        }
        return new Text(text.toString(), kept == 0 ? 0 : (float) (sum / kept));
    }
}
