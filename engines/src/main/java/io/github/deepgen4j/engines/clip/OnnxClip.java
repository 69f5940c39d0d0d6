// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.clip;

import io.github.deepgen4j.engines.onnx.Description;
import io.github.deepgen4j.engines.onnx.Numbers;
import io.github.deepgen4j.engines.onnx.OnnxModel;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CLIP as two ONNX files, one for images and one for texts, and its {@code tokenizer.json} (docs/evaluation.md,
 * "Engines").
 */
public final class OnnxClip implements ImageTextSimilarity {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";

    private final Fingerprint fingerprint;
    private final OnnxModel images;
    private final OnnxModel texts;
    private final String imageOutput;
    private final String textOutput;
    private final SquareView view;
    private final Phrase phrase;

    private OnnxClip(Description description, OnnxModel images, OnnxModel texts, Phrase phrase) {
        this.images = images;
        this.texts = texts;
        this.phrase = phrase;
        this.view = SquareView.read(description.config().section("image_input"));
        this.imageOutput = description.config().text("image_output", "image_embeds");
        this.textOutput = description.config().text("text_output", "text_embeds");
        images.requireInput(images.onlyInput(), "float", -1, 3, view.side(), view.side());
        images.requireOutput(imageOutput, -1, -1);
        texts.requireInput(IDS, "int64", -1, phrase.context());
        texts.requireOutput(textOutput, -1, -1);
        this.fingerprint = description.fingerprint(Map.of("image", images, "text", texts));
    }

    /**
     * Opens the networks of a folder.
     *
     * @param folder with {@code engine.json} of the kind {@code clip}
     * @throws io.github.deepgen4j.model.files.ConfigException if the description or the tokenizer cannot be used
     * @throws EngineException if a network is absent, damaged or another one
     */
    public static OnnxClip open(Path folder) {
        Description description = Description.read(folder, "clip");
        OnnxModel images = description.open("image", "image.onnx");
        OnnxModel texts = null;
        Phrase phrase = null;
        try {
            texts = description.open("text", "text.onnx");
            phrase = Phrase.open(description);
            OnnxClip clip = new OnnxClip(description, images, texts, phrase);
            clip.requireSameSpace();
            return clip;
        } catch (RuntimeException e) {
            images.close();
            if (texts != null) {
                texts.close();
            }
            if (phrase != null) {
                phrase.close();
            }
            throw e;
        }
    }

    /** Embeds something of each, which shows what the files do not say. */
    private void requireSameSpace() {
        int image = embed(Image.of(1, 1, new byte[3])).length;
        int text = embed("a").length;
        if (image != text) {
            throw new EngineException("%s: expected embeddings of %d numbers as %s gives, found %d"
                    .formatted(texts.name(), image, images.name(), text));
        }
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public float[] embed(Image image) {
        return unit(images, imageOutput, Map.of(images.onlyInput(), view.of(image)));
    }

    @Override
    public float[] embed(String text) {
        Phrase.Tokens tokens = phrase.of(text);
        Map<String, Numbers> feeds = new HashMap<>(Map.of(IDS, tokens.ids()));
        if (texts.hasInput(MASK)) {
            feeds.put(MASK, tokens.mask());
        }
        return unit(texts, textOutput, feeds);
    }

    private static float[] unit(OnnxModel model, String output, Map<String, Numbers> feeds) {
        float[] values = model.run(feeds, List.of(output)).get(output).values();
        double square = 0;
        for (float value : values) {
            square += (double) value * value;
        }
        if (!(square > 0) || Double.isInfinite(square)) {
            throw new EngineException(model.name() + ": expected an embedding, found only zeros or no numbers");
        }
        double length = Math.sqrt(square);
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float) length;
        }
        return values;
    }

    @Override
    public void close() {
        images.close();
        texts.close();
        phrase.close();
    }
}
