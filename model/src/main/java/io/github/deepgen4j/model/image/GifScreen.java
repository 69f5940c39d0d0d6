// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;

/**
 * The first image of a GIF as it is shown: laid on the file's screen, which it may cover in part. Around it is the
 * colour that is marked as transparent, else colour 0; a screen that is too small grows (both as Pillow has it).
 */
final class GifScreen {
    private static final String SCREEN = "javax_imageio_gif_stream_1.0";
    private static final String FRAME = "javax_imageio_gif_image_1.0";

    private GifScreen() {}

    /** @throws ImageException if the screen has more than {@link Image#MAX_PIXELS} pixels */
    static Image read(ImageReader reader, String name) throws IOException {
        IIOMetadata frame = reader.getImageMetadata(0);
        IIOMetadata screen = reader.getStreamMetadata();
        int left = number(frame, FRAME, "ImageDescriptor", "imageLeftPosition");
        int top = number(frame, FRAME, "ImageDescriptor", "imageTopPosition");
        int width = Math.max(
                left + reader.getWidth(0), number(screen, SCREEN, "LogicalScreenDescriptor", "logicalScreenWidth"));
        int height = Math.max(
                top + reader.getHeight(0), number(screen, SCREEN, "LogicalScreenDescriptor", "logicalScreenHeight"));
        ImageFile.requireSize(width, height, name, Image.MAX_PIXELS);
        BufferedImage image = reader.read(0);
        Image decoded = Rgb.of(image);
        if (decoded.width() == width && decoded.height() == height) {
            return decoded;
        }
        byte[] rgb = new byte[3 * width * height];
        fill(rgb, (IndexColorModel) image.getColorModel());
        for (int y = 0; y < decoded.height(); y++) {
            int row = 3 * decoded.width();
            System.arraycopy(decoded.bytes(), y * row, rgb, 3 * ((top + y) * width + left), row);
        }
        return Image.owning(width, height, rgb);
    }

    private static void fill(byte[] rgb, IndexColorModel palette) {
        int colour = palette.getRGB(Math.max(0, palette.getTransparentPixel()));
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) (colour >> 16);
            rgb[i + 1] = (byte) (colour >> 8);
            rgb[i + 2] = (byte) colour;
        }
    }

    private static int number(IIOMetadata metadata, String format, String node, String attribute) {
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
        return Integer.parseInt(
                ((IIOMetadataNode) root.getElementsByTagName(node).item(0)).getAttribute(attribute));
    }
}
