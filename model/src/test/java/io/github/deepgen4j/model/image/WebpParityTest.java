// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** WebP files give the bytes that Pillow reads from them; files and bytes come from make_webp.py. */
class WebpParityTest {
    static List<String> names() throws IOException {
        return new String(content("names.txt"), StandardCharsets.US_ASCII)
                .lines()
                .toList();
    }

    private static byte[] content(String name) throws IOException {
        try (InputStream stream = ImageReadParityTest.stream("webp/" + name)) {
            return stream.readAllBytes();
        }
    }

    private static Image read(byte[] content) {
        return Image.read(new ByteArrayInputStream(content), "in.webp");
    }

    @ParameterizedTest
    @MethodSource("names")
    void bytesAreThoseOfPillow(String name) throws IOException {
        Image ours = read(content(name + ".webp"));
        Image theirs = read(content(name + ".png"));
        assertThat(ours.size()).isEqualTo(theirs.size());
        int largest = 0;
        long sum = 0;
        byte[] a = ours.rgb();
        byte[] b = theirs.rgb();
        for (int i = 0; i < a.length; i++) {
            int difference = Math.abs((a[i] & 255) - (b[i] & 255));
            largest = Math.max(largest, difference);
            sum += difference;
        }
        assertThat(largest)
                .as("largest difference, mean %.3f", (double) sum / a.length)
                .isZero();
    }

    @Test
    void everyMethodOfTheEncoderIsCompared() throws IOException {
        for (int method = 0; method <= 6; method++) {
            assertThat(names()).contains("m" + method + "_q5", "m" + method + "_q60", "m" + method + "_q95");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void dataThatEndEarlyAreRefused(String name) throws IOException {
        byte[] content = content(name + ".webp");
        if (name.startsWith("animated") || content[15] == 'X') {
            return; // chunks of other kinds follow the image
        }
        int cut = Math.max(22, content.length * 2 / 3) & ~1;
        byte[] shorter = Arrays.copyOf(content, cut);
        putLength(shorter, 4, cut - 8);
        putLength(shorter, 16, cut - 20);
        if (cut - 20 >= 8 && content.length - cut > 8) { // shorter ones count as followed by zeros, as in libwebp
            assertThatThrownBy(() -> read(shorter))
                    .isInstanceOf(ImageException.class)
                    .hasMessageStartingWith("in.webp: the WEBP image is damaged");
        }
    }

    private static void putLength(byte[] content, int at, int length) {
        for (int i = 0; i < 4; i++) {
            content[at + i] = (byte) (length >> 8 * i);
        }
    }

    @Test
    void aSmallFileThatClaimsALargeImageAndEndsEarlyIsRefusedAtOnce() throws IOException {
        byte[] content = content("33MP-1204-bytes.webp");
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> read(content))
                        .isInstanceOf(ImageException.class)
                        .hasMessageStartingWith("in.webp: the WEBP image is damaged"));
    }

    @Test
    void changedBytesGiveAnImageOrAnImageException() throws IOException {
        var random = new Random(1);
        for (String name : names()) {
            for (int i = 0; i < 40; i++) {
                byte[] changed = content(name + ".webp");
                for (int n = 0; n < 1 + i % 4; n++) {
                    changed[12 + random.nextInt(changed.length - 12)] = (byte) random.nextInt();
                }
                try {
                    Image image = read(changed);
                    assertThat(image.bytes()).hasSize(3 * image.width() * image.height());
                } catch (ImageException e) {
                    assertThat(e).hasMessageStartingWith("in.webp: ");
                }
            }
        }
    }
}
