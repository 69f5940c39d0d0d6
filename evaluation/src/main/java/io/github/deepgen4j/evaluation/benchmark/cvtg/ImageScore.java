// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One picture's scores.
 *
 * @param heads scores of the picture as a whole by name, {@link #CLIP} for example; those that were measured
 */
record ImageScore(WordScore words, Map<String, Double> heads) {
    static final String CLIP = "clipscore";
    static final String VQA = "vqascore";
    static final String AESTHETIC = "aesthetic_score";

    /** The text that is compared with the picture. */
    private static final String CAPTION = "A photo depicts ";

    private static final double CLIP_SCALE = 2.5;

    ImageScore {
        heads = new LinkedHashMap<>(heads);
    }

    static String caption(String prompt) {
        return CAPTION + prompt;
    }

    /**
     * CLIPScore (Hessel et al. 2021, section 3).
     *
     * @param cosine of the embeddings of the picture and its {@link #caption}
     */
    static double clip(double cosine) {
        return CLIP_SCALE * Math.max(cosine, 0);
    }

    /**
     * The linear aesthetic predictor ({@code sa_0_4_vit_l_14_linear.pth}).
     *
     * @param embedding of the picture, of length 1
     * @param weight as many numbers
     */
    static double aesthetic(double[] embedding, double[] weight, double bias) {
        double sum = bias;
        for (int i = 0; i < weight.length; i++) {
            sum += weight[i] * embedding[i];
        }
        return sum;
    }
}
