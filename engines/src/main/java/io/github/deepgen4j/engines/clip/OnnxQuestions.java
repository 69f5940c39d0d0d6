// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.clip;

import io.github.deepgen4j.engines.onnx.Description;
import io.github.deepgen4j.engines.onnx.Numbers;
import io.github.deepgen4j.engines.onnx.Numbers.Floats;
import io.github.deepgen4j.engines.onnx.OnnxModel;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.VisualQuestions;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that answers questions about an image, in one ONNX file: it takes {@code pixel_values}, {@code input_ids} and
 * perhaps {@code attention_mask}, and scores the answers that its description lists; the best one is given
 * (docs/evaluation.md, "Engines").
 */
public final class OnnxQuestions implements VisualQuestions {
    private static final String PIXELS = "pixel_values";
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";

    private final Fingerprint fingerprint;
    private final OnnxModel model;
    private final String output;
    private final SquareView view;
    private final Phrase phrase;
    private final List<String> answers;

    private OnnxQuestions(Description description, OnnxModel model, Phrase phrase) {
        this.model = model;
        this.phrase = phrase;
        this.view = SquareView.read(description.config().section("image_input"));
        this.output = description.config().text("output", "scores");
        this.answers = description.config().make(() -> {
            List<String> given = description.config().texts("answers", List.of("yes", "no"));
            ConfigException.require(given.contains("yes"), "answers", "words with yes among them", given);
            return given;
        });
        model.requireInput(PIXELS, "float", -1, 3, view.side(), view.side());
        model.requireInput(IDS, "int64", -1, phrase.context());
        model.requireOutput(output, -1, answers.size());
        this.fingerprint = description.fingerprint(Map.of("model", model));
    }

    /**
     * Opens the network of a folder.
     *
     * @param folder with {@code engine.json} of the kind {@code vqa}
     * @throws ConfigException if the description or the tokenizer cannot be used
     * @throws io.github.deepgen4j.evaluation.engine.EngineException if the network is absent, damaged or another one
     */
    public static OnnxQuestions open(Path folder) {
        Description description = Description.read(folder, "vqa");
        OnnxModel model = description.open("model", "model.onnx");
        Phrase phrase = null;
        try {
            phrase = Phrase.open(description);
            return new OnnxQuestions(description, model, phrase);
        } catch (RuntimeException e) {
            model.close();
            if (phrase != null) {
                phrase.close();
            }
            throw e;
        }
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public List<String> answers(Image image, List<String> questions) {
        Floats pixels = view.of(image);
        List<String> given = new ArrayList<>();
        for (String question : questions) {
            Phrase.Tokens tokens = phrase.of(question);
            Map<String, Numbers> feeds = new HashMap<>(Map.of(PIXELS, pixels, IDS, tokens.ids()));
            if (model.hasInput(MASK)) {
                feeds.put(MASK, tokens.mask());
            }
            float[] scores = model.run(feeds, List.of(output)).get(output).values();
            int best = 0;
            for (int i = 1; i < answers.size(); i++) {
                best = scores[i] > scores[best] ? i : best;
            }
            given.add(answers.get(best));
        }
        return given;
    }

    @Override
    public void close() {
        model.close();
        phrase.close();
    }
}
