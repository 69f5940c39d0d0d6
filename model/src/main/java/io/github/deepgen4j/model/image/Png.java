// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * The PNG encoder, for 8-bit RGB only. ImageIO's would load AWT, about 100 ms of every run that makes one image, and
 * its bytes may change with the JDK; these depend on the image, the text and zlib alone.
 */
final class Png {
    private static final int PIXEL_BYTES = 3;
    private static final byte[] EIGHT_BIT_RGB = {8, 2, 0, 0, 0
    }; // depth, colour type, deflate, five filters, no interlace

    private Png() {}

    static byte[] encode(Image image, Map<String, String> text) {
        ByteBuffer header = ByteBuffer.allocate(13)
                .putInt(image.width())
                .putInt(image.height())
                .put(EIGHT_BIT_RGB);
        List<PngChunk> chunks = new ArrayList<>();
        chunks.add(new PngChunk("IHDR", header.array()));
        chunks.addAll(PngText.chunks(text));
        chunks.add(new PngChunk("IDAT", compressed(image)));
        chunks.add(new PngChunk("IEND", new byte[0]));
        return PngChunk.file(chunks);
    }

    private static byte[] compressed(Image image) {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (var out = new DeflaterOutputStream(bytes, deflater)) {
            int stride = PIXEL_BYTES * image.width();
            byte[] above = new byte[stride];
            byte[] row = new byte[stride];
            for (int y = 0; y < image.height(); y++) {
                System.arraycopy(image.bytes(), y * stride, row, 0, stride);
                out.write(smallest(row, above));
                byte[] done = above;
                above = row;
                row = done;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing into memory failed", e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /**
     * The filtered row whose values lie closest to zero: the choice that the PNG specification recommends (section
     * 12.7).
     */
    private static byte[] smallest(byte[] row, byte[] above) {
        byte[] best = null;
        long least = Long.MAX_VALUE;
        for (byte filter = 0; filter < 5; filter++) {
            byte[] candidate = filtered(filter, row, above);
            long sum = 0;
            for (int i = 1; i < candidate.length; i++) {
                sum += Math.abs(candidate[i]);
            }
            if (sum < least) {
                least = sum;
                best = candidate;
            }
        }
        return best;
    }

    /**
     * The filter's number, then each value less its prediction from left, above and above left (PNG specification,
     * section 9.2).
     */
    private static byte[] filtered(byte filter, byte[] row, byte[] above) {
        byte[] result = new byte[1 + row.length];
        result[0] = filter;
        for (int i = 0; i < row.length; i++) {
            int left = i < PIXEL_BYTES ? 0 : row[i - PIXEL_BYTES] & 255;
            int up = above[i] & 255;
            int corner = i < PIXEL_BYTES ? 0 : above[i - PIXEL_BYTES] & 255;
            int prediction = switch (filter) {
                case 0 -> 0;
                case 1 -> left;
                case 2 -> up;
                case 3 -> (left + up) / 2;
                default -> paeth(left, up, corner);
            };
            result[1 + i] = (byte) (row[i] - prediction);
        }
        return result;
    }

    private static int paeth(int left, int up, int corner) {
        int estimate = left + up - corner;
        int fromLeft = Math.abs(estimate - left);
        int fromUp = Math.abs(estimate - up);
        int fromCorner = Math.abs(estimate - corner);
        if (fromLeft <= fromUp && fromLeft <= fromCorner) {
            return left;
        }
        return fromUp <= fromCorner ? up : corner;
    }
}
