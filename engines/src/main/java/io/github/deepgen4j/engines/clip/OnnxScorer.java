// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.clip;

import io.github.deepgen4j.engines.onnx.Description;
import io.github.deepgen4j.engines.onnx.Numbers;
import io.github.deepgen4j.engines.onnx.OnnxModel;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.PictureScorer;
import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network that scores pictures, in one ONNX file: it takes {@code pixel_values}, and {@code input_ids} if it looks at
 * the prompt, too; one number of its output, times a scale, is the score (docs/rl.md, "Scorers as ONNX files").
 */
public final class OnnxScorer implements PictureScorer {
    private static final String PIXELS = "pixel_values";
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final double LARGEST = 1e9;

    private final Fingerprint fingerprint;
    private final OnnxModel model;
    private final SquareView view;
    private final Optional<Phrase> phrase;
    private final String output;
    private final int index;
    private final double scale;

    private OnnxScorer(Description description, OnnxModel model, Optional<Phrase> phrase) {
        this.model = model;
        this.phrase = phrase;
        this.view = SquareView.read(description.config().section("image_input"));
        this.output = description.config().text("output", "score");
        this.index = description.config().integer("output_index", 0, 1 << 20, 0);
        this.scale = description.config().number("scale", -LARGEST, LARGEST, 1);
        model.requireInput(PIXELS, "float", -1, 3, view.side(), view.side());
        phrase.ifPresent(form -> model.requireInput(IDS, "int64", -1, form.context()));
        model.requireOutput(output, -1, -1);
        this.fingerprint = description.fingerprint(Map.of("model", model));
    }

    /**
     * Opens the network of a folder.
     *
     * @param folder with {@code engine.json} of the kind {@code scorer}
     * @throws io.github.deepgen4j.model.files.ConfigException if the description or the tokenizer cannot be used
     * @throws EngineException if the network is absent, damaged or another one
     */
    public static OnnxScorer open(Path folder) {
        Description description = Description.read(folder, "scorer");
        OnnxModel model = description.open("model", "model.onnx");
        Optional<Phrase> phrase = Optional.empty();
        try {
            phrase = model.hasInput(IDS) ? Optional.of(Phrase.open(description)) : Optional.empty();
            return new OnnxScorer(description, model, phrase);
        } catch (RuntimeException e) {
            model.close();
            phrase.ifPresent(Phrase::close);
            throw e;
        }
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public double score(Image image, String prompt, Optional<Image> source) {
        Map<String, Numbers> feeds = new HashMap<>(Map.of(PIXELS, view.of(image)));
        phrase.ifPresent(form -> {
            Phrase.Tokens tokens = form.of(prompt);
            feeds.put(IDS, tokens.ids());
            if (model.hasInput(MASK)) {
                feeds.put(MASK, tokens.mask());
            }
        });
        float[] values = model.run(feeds, List.of(output)).get(output).values();
        if (index >= values.length) {
            throw new EngineException(
                    "%s: expected more than %d numbers, found %d".formatted(model.name(), index, values.length));
        }
        return scale * values[index];
    }

    @Override
    public void close() {
        model.close();
        phrase.ifPresent(Phrase::close);
    }
}
