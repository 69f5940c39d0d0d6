// SPDX-License-Identifier: Apache-2.0
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * {@code java CheckImage.java FILE WIDTH HEIGHT}: fails unless the file is an image of that size and not one flat
 * colour.
 */
public final class CheckImage {
    private CheckImage() {}

    public static void main(String[] args) throws IOException {
        BufferedImage image = ImageIO.read(new File(args[0]));
        if (image == null) {
            throw new IllegalStateException(args[0] + ": expected an image, found a file of another kind");
        }
        String size = image.getWidth() + "x" + image.getHeight();
        if (!size.equals(args[1] + "x" + args[2])) {
            throw new IllegalStateException(args[0] + ": expected " + args[1] + "x" + args[2] + ", found " + size);
        }
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        long colours = Arrays.stream(rgb).distinct().count();
        if (colours < 2) {
            throw new IllegalStateException(args[0] + ": expected an image, found one flat colour");
        }
        System.out.println(args[0] + ": " + size + ", " + colours + " colours");
    }
}
