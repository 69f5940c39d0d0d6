// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The colour tables of a GIF file (GIF89a sections 19 and 21). ImageIO folds numbers beyond a table into it; here each
 * table gets 256 colours first, black ones (as Pillow has it), or shades of grey where the file has no table.
 */
final class GifPalette {
    private static final int HEAD = 13; // signature and screen descriptor
    private static final int FLAGS = 10;
    private static final int IMAGE_HEAD = 10; // image descriptor
    private static final int IMAGE_FLAGS = 9;
    private static final int TABLE = 0x80;
    private static final int LARGEST = 7; // 256 colours
    private static final int IMAGE = 0x2c;
    private static final int EXTENSION = 0x21;

    private GifPalette() {}

    /** The file up to its end, with complete tables for the first image; damaged files as they are. */
    static byte[] completed(byte[] content) {
        if (content.length < HEAD) {
            return content;
        }
        var out = new ByteArrayOutputStream(content.length + 2 * 768);
        int screen = tableBytes(content[FLAGS]);
        int image = firstImage(content, HEAD + screen);
        if (image < 0) {
            return content;
        }
        int local = tableBytes(content[image + IMAGE_FLAGS]);
        boolean none = screen == 0 && local == 0;
        int end = image + IMAGE_HEAD + local;
        if (end > content.length) {
            return content;
        }
        out.write(content, 0, FLAGS);
        out.write(screen > 0 || none ? content[FLAGS] | TABLE | LARGEST : content[FLAGS]);
        out.write(content, FLAGS + 1, HEAD - FLAGS - 1);
        out.writeBytes(none ? greys() : table(content, HEAD, screen));
        out.write(content, HEAD + screen, image + IMAGE_FLAGS - HEAD - screen);
        out.write(local > 0 ? content[image + IMAGE_FLAGS] | LARGEST : content[image + IMAGE_FLAGS]);
        out.writeBytes(table(content, image + IMAGE_HEAD, local));
        out.write(content, end, content.length - end);
        return out.toByteArray();
    }

    private static int tableBytes(byte flags) {
        return (flags & TABLE) == 0 ? 0 : 3 * (2 << (flags & LARGEST));
    }

    /** The index of the first image descriptor, -1 if extensions are damaged or something else comes first. */
    private static int firstImage(byte[] content, int start) {
        int at = start;
        while (at + IMAGE_HEAD <= content.length) {
            if (content[at] == IMAGE) {
                return at;
            }
            if (content[at] != EXTENSION) {
                return -1;
            }
            at += 2;
            while (at < content.length && content[at] != 0) {
                at += 1 + (content[at] & 255);
            }
            at++;
        }
        return -1;
    }

    private static byte[] table(byte[] content, int start, int length) {
        byte[] table = Arrays.copyOfRange(content, start, start + length);
        return length == 0 ? table : Arrays.copyOf(table, 3 * 256);
    }

    private static byte[] greys() {
        byte[] greys = new byte[3 * 256];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) (i / 3);
        }
        return greys;
    }
}
