// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.engine.ColourClassifier;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.model.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * GenEval's classifier of colours: the embedding of an object's {@linkplain ObjectCrop crop} is compared with that of
 * each colour, the mean over three sentences ({@code evaluate_images.py}, color_classification). Official with CLIP
 * ViT-L/14 of OpenAI.
 */
public final class ClipColours implements ColourClassifier {
    private final ImageTextSimilarity clip;
    private final Map<String, float[][]> colours = new ConcurrentHashMap<>(); // by class

    /** @param clip is closed with this */
    public ClipColours(ImageTextSimilarity clip) {
        this.clip = clip;
    }

    @Override
    public Fingerprint fingerprint() {
        Fingerprint own = clip.fingerprint();
        return new Fingerprint(own.name() + " colours", own.version(), own.sha256(), own.parameters());
    }

    /** The sentences of a colour for objects of a class. */
    static List<String> sentences(String colour, String className) {
        return List.of(
                "a photo of a %s %s".formatted(colour, className),
                "a photo of a %s-colored %s".formatted(colour, className),
                "a photo of a %s object".formatted(colour));
    }

    /** The colour whose embedding is nearest; of equals the first. */
    @Override
    public List<BasicColour> colours(Image image, String className, List<Detection> objects) {
        float[][] ten = colours.computeIfAbsent(className, this::embedColours);
        List<BasicColour> named = new ArrayList<>();
        for (Detection object : objects) {
            float[] seen = clip.embed(ObjectCrop.of(image, object));
            int nearest = 0;
            for (int i = 1; i < ten.length; i++) {
                if (dot(seen, ten[i]) > dot(seen, ten[nearest])) {
                    nearest = i;
                }
            }
            named.add(BasicColour.values()[nearest]);
        }
        return named;
    }

    private float[][] embedColours(String className) {
        return Arrays.stream(BasicColour.values())
                .map(colour -> mean(sentences(colour.word(), className)))
                .toArray(float[][]::new);
    }

    private float[] mean(List<String> sentences) {
        float[] sum = clip.embed(sentences.getFirst()).clone();
        for (String sentence : sentences.subList(1, sentences.size())) {
            float[] more = clip.embed(sentence);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += more[i];
            }
        }
        float length = (float) Math.sqrt(dot(sum, sum));
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= length;
        }
        return sum;
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    @Override
    public void close() {
        clip.close();
    }
}
