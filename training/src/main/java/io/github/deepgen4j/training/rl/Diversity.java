// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** Says how far apart the images of one prompt are. */
@FunctionalInterface
interface Diversity {
    /** The kinds of distance. */
    enum Measure {
        /** Bytes: the mean absolute difference, 0 to 255. */
        PIXELS,
        /** Embeddings of an engine of the kind {@code clip}: 1 less the cosine, 0 to 2. */
        CLIP
    }

    /** Compares bytes of images of one size. */
    Diversity PIXELS = images -> ofPairs(images.stream().map(Image::rgb).toList(), Diversity::difference);

    /**
     * Mean distance of two of them; 0 for less than two.
     *
     * @throws EngineException if an engine cannot answer
     */
    double of(List<Image> images);

    /** Compares what an encoder makes of the images, each of which it sees once. */
    static Diversity by(ImageTextSimilarity encoder) {
        return images -> ofPairs(images.stream().map(encoder::embed).toList(), (a, b) -> 1 - cosine(a, b));
    }

    /**
     * Opens the engine that a measure needs, and has it look at an image.
     *
     * @throws ConfigException naming the field, if there is no such engine or it does not answer
     */
    static Diversity open(Measure measure, EngineAccess engines) {
        if (measure == Measure.PIXELS) {
            return PIXELS;
        }
        try {
            ImageTextSimilarity encoder = engines.similarity()
                    .orElseThrow(
                            () -> new EngineException("CLIP expected an engine of the kind clip, found none; add one"
                                    + " with 'deepgen evaluate engines add clip FILE', name one with --engine"
                                    + " clip=ADDRESS, or take PIXELS"));
            encoder.embed(Image.of(8, 8, new byte[3 * 8 * 8]));
            return by(encoder);
        } catch (EngineException e) {
            throw ConfigException.at("diversity", e.getMessage(), e);
        }
    }

    private static <T> double ofPairs(List<T> all, ToDoubleBiFunction<T, T> distance) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                sum += distance.applyAsDouble(all.get(i), all.get(j));
                pairs++;
            }
        }
        return sum / Math.max(1, pairs);
    }

    private static double difference(byte[] a, byte[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 255) - (b[i] & 255));
        }
        return sum / (double) a.length;
    }

    /** Of vectors of length 1. */
    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
