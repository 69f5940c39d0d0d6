// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.onnx;

import io.github.deepgen4j.engines.onnx.Numbers.Floats;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.image.Image;

/**
 * The form in which a network sees an image: one plane a channel, each value {@code (byte - mean) / deviation}.
 *
 * @param bgr planes of blue, green and red, as OpenCV orders them; else red, green and blue
 * @param mean of each plane, 0..255
 * @param deviation of each plane, in steps of a byte
 */
public record Planes(boolean bgr, double[] mean, double[] deviation) {
    /** Red, green, blue as torchvision normalises them for networks trained on ImageNet. */
    private static final double[] MEAN = {123.675, 116.28, 103.53};

    private static final double[] DEVIATION = {58.395, 57.12, 57.375};

    public Planes {
        ConfigException.require(mean.length == 3, "mean", "three numbers", mean.length);
        ConfigException.require(deviation.length == 3, "std", "three numbers", deviation.length);
        mean = mean.clone();
        deviation = deviation.clone();
    }

    /** The fields {@code channels} (rgb or bgr), {@code mean} and {@code std} (0..255, in that order of channels). */
    public static Planes read(ConfigFile input) {
        boolean bgr = input.choice("channels", "rgb", "rgb", "bgr").equals("bgr");
        return input.make(() -> new Planes(
                bgr,
                input.numbers("mean", 0, 255, bgr ? reversed(MEAN) : MEAN),
                input.numbers("std", 1e-3, 1e3, bgr ? reversed(DEVIATION) : DEVIATION)));
    }

    private static double[] reversed(double... values) {
        return new double[] {values[2], values[1], values[0]};
    }

    /** An image in the top left corner of a larger one, zero elsewhere: (1, 3, height, width). */
    public Floats of(Image image, int width, int height) {
        float[] values = new float[3 * width * height];
        byte[] rgb = image.rgb();
        for (int c = 0; c < 3; c++) {
            int channel = bgr ? 2 - c : c;
            float[] table = table(c);
            for (int y = 0; y < image.height(); y++) {
                int from = 3 * y * image.width() + channel;
                int to = (c * height + y) * width;
                for (int x = 0; x < image.width(); x++) {
                    values[to + x] = table[rgb[from + 3 * x] & 255];
                }
            }
        }
        return new Floats(values, 1, 3, height, width);
    }

    /** An image as it is: (1, 3, height, width). */
    public Floats of(Image image) {
        return of(image, image.width(), image.height());
    }

    private float[] table(int plane) {
        float[] table = new float[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) ((i - mean[plane]) / deviation[plane]);
        }
        return table;
    }
}
