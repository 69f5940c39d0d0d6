// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A WebP file (RFC 9649 section 2): RIFF, a length, WEBP, then chunks of four letters, a length, and data padded to an
 * even length. Of an animation it is the first image, on a black canvas if it covers only a part.
 */
public final class WebpFile {
    private static final int HEAD = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int CANVAS_BYTES = 10;
    private static final int FRAME_BYTES = 16;
    private static final int ANIMATED = 2;

    /** @param end after the data and its padding */
    private record Chunk(String letters, int start, int length, int end) {}

    /** A still image or the first one of an animation, at this place of the canvas. */
    private record Frame(Chunk image, int left, int top, int width, int height) {}

    private final byte[] content;
    private final int end;
    private final Frame frame;
    private final int width;
    private final int height;

    /** @throws IOException if the file is cut off, holds no image, or one that does not fit its canvas */
    public WebpFile(byte[] content) throws IOException {
        this.content = content;
        long length = content.length < HEAD ? HEAD : CHUNK_HEAD + unsigned(4, 4);
        if (content.length < length) {
            throw new IOException("the file is cut off, expected %d bytes, found %d".formatted(length, content.length));
        }
        this.end = (int) length;
        Optional<Chunk> canvas = find(HEAD, end, "VP8X");
        if (canvas.isPresent()) {
            int start = canvas.get().start;
            if (canvas.get().length < CANVAS_BYTES) {
                throw new IOException("the description of the canvas is damaged");
            }
            width = 1 + (int) unsigned(start + 4, 3);
            height = 1 + (int) unsigned(start + 7, 3);
            boolean animated = (content[start] & ANIMATED) != 0;
            frame = animated ? animationFrame() : still(HEAD, end, 0, 0);
        } else {
            frame = still(HEAD, end, 0, 0);
            width = frame.width;
            height = frame.height;
        }
        requireOnCanvas(canvas.isPresent() && (content[canvas.get().start] & ANIMATED) != 0);
    }

    private void requireOnCanvas(boolean animated) throws IOException {
        boolean fits = animated
                ? frame.left + frame.width <= width && frame.top + frame.height <= height
                : frame.width == width && frame.height == height;
        if (!fits) {
            throw new IOException("expected an image of the canvas' size %dx%d, found %dx%d"
                    .formatted(width, height, frame.width, frame.height));
        }
    }

    private Frame animationFrame() throws IOException {
        Chunk chunk = find(HEAD, end, "ANMF")
                .filter(found -> found.length >= FRAME_BYTES)
                .orElseThrow(() -> new IOException("the animation has no image"));
        int start = chunk.start;
        int left = 2 * (int) unsigned(start, 3);
        int top = 2 * (int) unsigned(start + 3, 3);
        Frame found = still(start + FRAME_BYTES, start + chunk.length, left, top);
        if (found.width != 1 + unsigned(start + 6, 3) || found.height != 1 + unsigned(start + 9, 3)) {
            throw new IOException("an image of the animation has another size than announced");
        }
        return found;
    }

    private Frame still(int start, int end, int left, int top) throws IOException {
        Chunk chunk = find(start, end, "VP8 ", "VP8L").orElseThrow(() -> new IOException("the file holds no image"));
        int[] size = isLossy(chunk)
                ? LossyHeader.size(content, chunk.start, chunk.end)
                : LosslessDecoder.size(content, chunk.start, chunk.end);
        return new Frame(chunk, left, top, size[0], size[1]);
    }

    private static boolean isLossy(Chunk chunk) {
        return chunk.letters.equals("VP8 ");
    }

    /** The first of the chunks with some of these letters; nothing if the chunks before are damaged. */
    private Optional<Chunk> find(int from, int end, String... letters) {
        long at = from;
        while (at + CHUNK_HEAD <= end) {
            int start = (int) at + CHUNK_HEAD;
            long length = unsigned((int) at + 4, 4);
            if (start + length > end) {
                return Optional.empty();
            }
            at = Math.min(end, start + length + length % 2);
            String found = new String(content, start - CHUNK_HEAD, 4, StandardCharsets.ISO_8859_1);
            if (Arrays.asList(letters).contains(found)) {
                return Optional.of(new Chunk(found, start, (int) length, (int) at));
            }
        }
        return Optional.empty();
    }

    /** Pixels in a row. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** The block of EXIF, if there is one. */
    public Optional<byte[]> exif() {
        return block("EXIF");
    }

    /** The packet of XMP, if there is one. */
    public Optional<byte[]> xmp() {
        return block("XMP ");
    }

    private Optional<byte[]> block(String letters) {
        return find(HEAD, end, letters)
                .map(chunk -> Arrays.copyOfRange(content, chunk.start, chunk.start + chunk.length));
    }

    /**
     * The pixels, three bytes each, row by row; alpha is left out.
     *
     * @throws IOException if the image is damaged
     */
    public byte[] rgb() throws IOException {
        Chunk image = frame.image;
        byte[] decoded = isLossy(image)
                ? LossyDecoder.rgb(content, image.start, image.end)
                : LosslessDecoder.rgb(content, image.start, image.end);
        if (frame.width == width && frame.height == height) {
            return decoded;
        }
        byte[] canvas = new byte[Math.multiplyExact(3, width * height)];
        int row = 3 * frame.width;
        for (int y = 0; y < frame.height; y++) {
            System.arraycopy(decoded, y * row, canvas, 3 * ((frame.top + y) * width + frame.left), row);
        }
        return canvas;
    }

    private long unsigned(int at, int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (content[at + i] & 255L) << 8 * i;
        }
        return number;
    }
}
