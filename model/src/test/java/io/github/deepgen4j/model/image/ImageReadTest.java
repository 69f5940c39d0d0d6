// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are not what they should be: read for what they are, or refused by name. */
class ImageReadTest {
    static List<String> images() {
        return ImageReadParityTest.images();
    }

    private static byte[] content(String name) throws IOException {
        try (InputStream stream = ImageReadParityTest.stream(name)) {
            return stream.readAllBytes();
        }
    }

    private static Image read(byte[] content) {
        return Image.read(new ByteArrayInputStream(content), "in.png");
    }

    private static void assertRefused(ThrowingCallable reading, String... why) {
        var refused = assertThatThrownBy(reading).isInstanceOf(ImageException.class);
        refused.hasMessageStartingWith("in.png: ");
        for (String part : why) {
            refused.hasMessageContaining(part);
        }
    }

    // ---- cut off and changed ----

    @ParameterizedTest
    @MethodSource("images")
    void aFileCutOffAnywhereIsRefusedUnlessItsFirstImageIsWhole(String name) throws IOException {
        byte[] content = content(name);
        byte[] whole = read(content).rgb();
        int accepted = 0;
        for (int length = 0; length < content.length; length += 1 + content.length / 60) {
            try {
                byte[] rgb = read(Arrays.copyOf(content, length)).rgb();
                assertThat(rgb).as("first %d bytes", length).isEqualTo(whole);
                accepted++;
            } catch (ImageException e) {
                assertThat(e).hasMessageStartingWith("in.png: ");
            }
        }
        assertThat(accepted).isLessThanOrEqualTo(name.equals("animated.gif") ? 103 : 3); // ends that say nothing
    }

    @Test
    void aChangedByteInsideAPngIsRefused() throws IOException {
        byte[] content = content("rgb8.png");
        content[60] ^= 4;
        assertRefused(() -> read(content), "checksum of the PNG chunk IDAT is wrong");
    }

    @Test
    void anExifBlockThatCannotBeReadTurnsNothing() throws IOException {
        byte[] content = content("turned6.jpg");
        byte[] upright = read(content("turned1.jpg")).rgb();
        int tiff = indexOf(content, "Exif\0\0") + 6;
        for (int changed : new int[] {tiff, tiff + 2, tiff + 8, tiff + 10, tiff + 12}) {
            byte[] damaged = content.clone();
            damaged[changed] ^= 0x55;
            assertThat(read(damaged).rgb()).as("byte %d", changed - tiff).isEqualTo(upright);
        }
    }

    private static int indexOf(byte[] content, String text) {
        return new String(content, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    // ---- sizes ----

    @Test
    void anImageWithoutPixelsIsRefused() throws IOException {
        assertRefused(() -> read(pngOfSize(0, 5)), "PNG");
        assertRefused(() -> read(pngOfSize(5, 0)), "PNG");
        assertRefused(() -> read(pngOfSize(-1, 5)), "PNG");
        assertRefused(() -> read(with("rgb.bmp", 18, 0, 0, 0, 0)), "BMP");
        assertRefused(() -> read(with("palette.gif", 13 + 48 + 5, 0, 0)), "GIF");
    }

    @Test
    void hugeSizesAreRefusedBeforeAnythingIsDecoded() throws IOException {
        String limit = "expected at most 120000000 pixels, found ";
        assertRefused(() -> read(pngOfSize(1 << 30, 1 << 30)), limit + "1073741824x1073741824");
        assertRefused(() -> read(pngOfSize(12_001, 10_000)), limit + "12001x10000");
        assertRefused(() -> read(with("rgb.bmp", 18, 0, 0, 1, 0, 0, 0, 1, 0)), "BMP");
        assertRefused(() -> read(with("part_of_screen.gif", 6, 0xff, 0xff, 0xff, 0xff)), limit + "65535x65535");
        byte[] jpeg = content("rgb444.jpg");
        int frame = indexOf(jpeg, "\u00ff\u00c0");
        assertRefused(() -> read(with("rgb444.jpg", frame + 5, 0xff, 0xdc, 0xff, 0xdc)), limit + "65500x65500");
        for (String name : List.of("animated.webp", "lossy_alpha.webp", "turned6.webp")) {
            int canvas = indexOf(content(name), "VP8X") + 12;
            assertRefused(() -> read(with(name, canvas, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)), "in.png");
            if (!name.startsWith("animated")) {
                assertRefused(() -> read(with(name, canvas, 99, 0, 0, 98, 0, 0)), "canvas' size 100x99, found ");
            }
        }
    }

    @Test
    void anAnimationThatBeginsWithAPartIsShownOnBlack() throws IOException {
        int canvas = indexOf(content("animated.webp"), "VP8X") + 12;
        Image part = read(content("animated.webp"));
        Image whole = read(with("animated.webp", canvas, 99, 0, 0, 98, 0, 0));
        assertThat(whole.size()).isEqualTo(new Size(100, 99));
        assertThat(Arrays.copyOf(whole.rgb(), 3 * part.width())).isEqualTo(Arrays.copyOf(part.rgb(), 3 * part.width()));
        assertThat(Arrays.copyOfRange(whole.rgb(), 3 * part.width(), 300)).containsOnly(0);
        assertRefused(() -> read(with("animated.webp", canvas, 0, 0, 0, 0, 0, 0)), "canvas' size 1x1, found ");
    }

    @Test
    void aLargeImageOfOneColourIsRead() {
        Image large = Image.of(1000, 800, new byte[3 * 1000 * 800]);
        assertThat(read(large.png(Map.of())).size()).isEqualTo(new Size(1000, 800));
    }

    /** A PNG that says this size and holds 4 bytes of pixels. */
    private static byte[] pngOfSize(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        return PngChunk.file(List.of(
                new PngChunk("IHDR", header.array()),
                new PngChunk("IDAT", HexFormat.of().parseHex("789c63000000040001")),
                new PngChunk("IEND", new byte[0])));
    }

    private static byte[] with(String name, int at, int... bytes) throws IOException {
        byte[] content = content(name);
        for (int i = 0; i < bytes.length; i++) {
            content[at + i] = (byte) bytes[i];
        }
        return content;
    }

    @Test
    void aPngWhosePixelsAreFewerThanItsSizeSaysIsRefused() {
        assertRefused(() -> read(pngOfSize(100, 100)), "the PNG image is damaged");
    }

    // ---- kinds ----

    @Test
    void theNameSaysNothingAboutTheKind(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("image.jpg"), content("rgb8.png"));
        assertThat(Image.read(file).rgb()).isEqualTo(read(content("rgb8.png")).rgb());
    }

    @ParameterizedTest
    @CsvSource({
        "49492a0008000000, TIFF",
        "4d4d002a00000008, TIFF",
        "49492b0008000000, TIFF",
        "0000001c6674797068656963, HEIC",
        "0000001c667479706d696631, HEIC",
        "000000186674797068657663, HEIC",
        "000000206674797061766966, AVIF",
        "0000002c6674797061766973, AVIF",
        "0000000c6a5020200d0a870a, JPEG 2000",
        "ff0a5a1f, JPEG XL",
        "3c737667, SVG or other XML",
        "255044462d312e37, PDF",
        "3c21444f43545950452068746d6c3e, an HTML page",
        "76657273696f6e2068747470733a2f2f, a pointer of Git LFS (git lfs pull gets the file)",
        "524946460000000057415645, a file that starts with 524946460000000057415645", // RIFF, but sound
        "0000002066747970617669, a file that starts with 0000002066747970617669",
        "89504e47, a file that starts with 89504e47",
        "00, a file that starts with 00"
    })
    void otherKindsAreNamed(String hex, String kind) {
        var refused = assertThatThrownBy(() -> read(HexFormat.of().parseHex(hex)));
        refused.isInstanceOf(ImageException.class)
                .hasMessage("in.png: expected PNG, JPEG, WebP, GIF or BMP, found " + kind);
    }

    @Test
    void anEmptyFileAFolderAndNothingAreRefused(@TempDir Path folder) throws IOException {
        assertRefused(() -> read(new byte[0]), "found an empty file");
        assertThatThrownBy(() -> Image.read(folder))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(folder + ": cannot be read");
        Path missing = folder.resolve("missing.png");
        assertThatThrownBy(() -> Image.read(missing))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(missing + ": cannot be read");
    }

    @Test
    void twelveBitJpegIsRefused() throws IOException {
        int frame = indexOf(content("rgb444.jpg"), "\u00ff\u00c0");
        assertRefused(() -> read(with("rgb444.jpg", frame + 4, 12)), "JPEG");
    }

    @Test
    void rowsOfABmpMayRunDownwards() throws IOException {
        byte[] content = content("rgb.bmp");
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int height = bytes.getInt(22);
        byte[] upwards = read(content).rgb();
        bytes.putInt(22, -height);
        byte[] downwards = read(content).rgb();
        int row = upwards.length / height;
        for (int y = 0; y < height; y++) {
            assertThat(Arrays.copyOfRange(downwards, y * row, (y + 1) * row))
                    .isEqualTo(Arrays.copyOfRange(upwards, (height - 1 - y) * row, (height - y) * row));
        }
    }

    @Test
    void aPngOfUnknownColourTypeIsRefused() {
        List<PngChunk> chunks = new ArrayList<>();
        chunks.add(new PngChunk("IHDR", new byte[] {0, 0, 0, 1, 0, 0, 0, 1, 8, 5, 0, 0, 0}));
        chunks.add(new PngChunk("IDAT", new byte[0]));
        chunks.add(new PngChunk("IEND", new byte[0]));
        assertRefused(() -> read(PngChunk.file(chunks)), "PNG");
        chunks.removeFirst();
        assertRefused(() -> read(PngChunk.file(chunks)), "PNG");
    }
}
