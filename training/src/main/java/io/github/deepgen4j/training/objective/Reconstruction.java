// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.image.Image;
import java.util.List;
import java.util.Locale;

/**
 * The likeness of images to what an auto-encoder makes of them, which bounds what a model with this auto-encoder can
 * draw.
 *
 * @param images number of them
 * @param psnr peak signal-to-noise ratio over all their pixels, in dB
 */
record Reconstruction(int images, double psnr) {
    private static final double GOOD = 28;

    static Reconstruction of(List<Image> images, SampleImages autoencoder) {
        double sum = 0;
        long count = 0;
        for (Image image : images) {
            byte[] given = image.rgb();
            byte[] rebuilt = autoencoder.rebuilt(image).rgb();
            for (int i = 0; i < given.length; i++) {
                double error = (given[i] & 0xFF) - (rebuilt[i] & 0xFF);
                sum += error * error;
            }
            count += given.length;
        }
        return new Reconstruction(images.size(), 10 * Math.log10(255 * 255 * count / Math.max(sum, 1)));
    }

    String remark() {
        String limit = psnr < GOOD
                ? "; below 28 dB edges and colours stay off however long it trains, as the auto-encoder does not learn"
                : "";
        return String.format(
                Locale.ROOT, "the auto-encoder rebuilds the first %d images at %.1f dB%s", images, psnr, limit);
    }
}
