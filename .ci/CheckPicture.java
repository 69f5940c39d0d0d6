// SPDX-License-Identifier: Apache-2.0
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** {@code java CheckPicture.java FILE WIDTH HEIGHT}: fails unless the file is a picture of that size and not one flat colour. */
public final class CheckPicture {
    private CheckPicture() {}

    public static void main(String[] args) throws IOException {
        BufferedImage picture = ImageIO.read(new File(args[0]));
        if (picture == null) {
            throw new IllegalStateException(args[0] + ": expected a picture, found a file of another kind");
        }
        String size = picture.getWidth() + "x" + picture.getHeight();
        if (!size.equals(args[1] + "x" + args[2])) {
            throw new IllegalStateException(args[0] + ": expected " + args[1] + "x" + args[2] + ", found " + size);
        }
        int[] rgb = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        long colours = Arrays.stream(rgb).distinct().count();
        if (colours < 2) {
            throw new IllegalStateException(args[0] + ": expected a picture, found one flat colour");
        }
        System.out.println(args[0] + ": " + size + ", " + colours + " colours");
    }
}
