// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngTextTest {
    private static final Image IMAGE = Image.of(1, 1, new byte[3]);

    private static Map<String, String> read(byte[] content) {
        return PngText.read(new ByteArrayInputStream(content), "a.png");
    }

    /** A PNG that holds one chunk before its pixels. */
    private static byte[] png(String type, byte[] data) {
        return PngChunk.file(List.of(
                new PngChunk("IHDR", new byte[13]), new PngChunk(type, data), new PngChunk("IEND", new byte[0])));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    // ---- round trip ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "two\nlines and a\ttab",
                "äöü ß",
                "日本語, 한국어, العربية",
                "\uD83C\uDF4E and \uD834\uDD1E",
                "\u007f\u0080\u00ff\ufffd\uffff",
                "{\"prompt\": \"a \\\"red\\\" apple\"}"
            })
    void textsComeBackAsTheyWere(String text) {
        assertThat(read(IMAGE.png(Map.of("deepgen", text)))).isEqualTo(Map.of("deepgen", text));
    }

    @Test
    void severalTextsComeBackOrderedByKeyword() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("Title", "ä");
        texts.put("Author", "me");
        texts.put("x", "");
        texts.put("k".repeat(79), "long keyword");
        texts.put("two words", "v");
        Map<String, String> found = read(IMAGE.png(texts));
        assertThat(found).isEqualTo(texts);
        assertThat(List.copyOf(found.keySet())).isSorted();
    }

    @Test
    void longTextsComeBackUpToALimit() {
        String text = "x".repeat((1 << 20) - 100);
        assertThat(read(IMAGE.png(Map.of("deepgen", text)))).isEqualTo(Map.of("deepgen", text));
        byte[] tooLong = IMAGE.png(Map.of("a", text, "b", "y".repeat(200)));
        assertThatThrownBy(() -> read(tooLong))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("a.png: expected at most 1048576 bytes of text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a ", "a  b", "ä", "a\0b", "a\nb", "\u00a0"})
    void keywordsThatPngDoesNotAllowAreRefused(String keyword) {
        assertThatThrownBy(() -> IMAGE.png(Map.of(keyword, "x")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("PNG keyword expected 1 to 79");
        assertThatThrownBy(() -> IMAGE.png(Map.of("k".repeat(80), "x"))).isInstanceOf(ImageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "half a pair: \uD83C", "\uDF4E first"})
    void textsThatCouldNotComeBackAreRefused(String text) {
        assertThatThrownBy(() -> IMAGE.png(Map.of("deepgen", text)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("PNG text deepgen");
    }

    // ---- files of others ----

    @Test
    void textsOfOthersAreFoundToo() {
        assertThat(read(png("tEXt", latin("Comment\0caf\u00e9")))).isEqualTo(Map.of("Comment", "café"));
        byte[] translated = "k\0\0\0de\0Schlüssel\0Wert ä".getBytes(StandardCharsets.UTF_8);
        assertThat(read(png("iTXt", translated))).isEqualTo(Map.of("k", "Wert ä"));
    }

    @Test
    void compressedTextsAreLeftOut() throws IOException {
        assertThat(read(png("iTXt", latin("k\0\1\0\0\0\u0078\u009c")))).isEmpty();
        assertThat(read(png("zTXt", latin("k\0\0\u0078\u009c")))).isEmpty();
        try (InputStream stream = ImageReadParityTest.stream("rgb8.png")) {
            assertThat(PngText.read(stream, "rgb8.png")).isEmpty();
        }
    }

    @Test
    void ofTwoTextsWithOneKeywordTheFirstCounts() {
        byte[] content = PngChunk.file(List.of(
                new PngChunk("tEXt", latin("k\0first")),
                new PngChunk("iTXt", latin("k\0\0\0\0\0second")),
                new PngChunk("IEND", new byte[0])));
        assertThat(read(content)).isEqualTo(Map.of("k", "first"));
    }

    @Test
    void textBehindThePixelsAndBytesBehindTheEndDoNoHarm() {
        byte[] content = IMAGE.png(Map.of("k", "v"));
        byte[] longer = Arrays.copyOf(content, content.length + 1000);
        assertThat(read(longer)).isEqualTo(Map.of("k", "v"));
    }

    // ---- damage ----

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0text", "no end of the keyword"})
    void aTextWithoutKeywordIsRefused(String data) {
        for (String type : new String[] {"tEXt", "iTXt"}) {
            assertThatThrownBy(() -> read(png(type, latin(data))))
                    .isInstanceOf(ImageException.class)
                    .hasMessage("a.png: a PNG text has no keyword");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"k\0", "k\0\0", "k\0\0\0", "k\0\0\0de", "k\0\0\0de\0translated"})
    void anUnfinishedUnicodeTextIsRefused(String data) {
        assertThatThrownBy(() -> read(png("iTXt", latin(data))))
                .isInstanceOf(ImageException.class)
                .hasMessage("a.png: a PNG text of type iTXt has no text");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        assertThatThrownBy(() -> read(png("iTXt", latin("k\0\0\0\0\0\u00c3\u0028"))))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("a.png: a PNG text expected UTF-8");
    }

    @Test
    void aWrongChecksumIsRefused() {
        byte[] content = IMAGE.png(Map.of("deepgen", "text"));
        int text = new String(content, StandardCharsets.ISO_8859_1).indexOf("tEXt");
        content[text + 10] ^= 1;
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(ImageException.class)
                .hasMessage("a.png: checksum of the PNG chunk tEXt is wrong");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1 << 21})
    void aHugeLengthAllocatesNothing(int length) {
        byte[] content = png("tEXt", latin("k\0v"));
        int text = new String(content, StandardCharsets.ISO_8859_1).indexOf("tEXt");
        ByteBuffer.wrap(content).putInt(text - 4, length);
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(ImageException.class)
                .hasMessage("a.png: expected at most 1048576 bytes of text, found %d or more", length & 0xffffffffL);
        ByteBuffer.wrap(content).put(text, latin("xxXt"));
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void aFileCutOffAnywhereIsRefused() {
        byte[] content = IMAGE.png(Map.of("deepgen", "text", "other", "ä"));
        int end = content.length - 4; // the checksum of IEND is not looked at
        for (int length = 0; length < end; length++) {
            byte[] cut = Arrays.copyOf(content, length);
            assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(ImageException.class);
        }
    }

    @Test
    void otherFilesAreRefused() {
        assertThatThrownBy(() -> read(latin("GIF89a and so on")))
                .isInstanceOf(ImageException.class)
                .hasMessage("a.png: expected a PNG file, found other content");
    }
}
