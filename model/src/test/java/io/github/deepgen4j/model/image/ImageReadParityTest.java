// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every kind of image gives the bytes that Pillow reads from it; images and bytes come from make_images.py. */
class ImageReadParityTest {
    private static final JsonNode EXPECTED = expected();

    /**
     * Files in which decoders may differ: largest difference of a byte. The rest must be equal. JPEG leaves the
     * rounding of its transform open.
     */
    private static final Map<String, Integer> LOSSY = Map.of(".jpg", 3);

    private static JsonNode expected() {
        try (InputStream stream = stream("expected.json")) {
            return new JsonMapper().readTree(stream);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static InputStream stream(String name) {
        InputStream stream = ImageReadParityTest.class.getResourceAsStream("/pictures/" + name);
        assertThat(stream).as(name).isNotNull();
        return stream;
    }

    static List<String> images() {
        return List.copyOf(EXPECTED.propertyNames());
    }

    @ParameterizedTest
    @MethodSource("images")
    void bytesAreThoseOfPillow(String name) throws IOException {
        JsonNode wanted = EXPECTED.get(name);
        try (InputStream stream = stream(name)) {
            Image image = Image.read(stream, name);
            assertThat(image.size())
                    .isEqualTo(new Size(
                            wanted.get("width").asInt(), wanted.get("height").asInt()));
            byte[] rgb = HexFormat.of().parseHex(wanted.get("rgb").asString());
            assertThat(largestDifference(image.rgb(), rgb)).isLessThanOrEqualTo(tolerance(name));
        }
    }

    private static int tolerance(String name) {
        return LOSSY.entrySet().stream()
                .filter(lossy -> name.endsWith(lossy.getKey()))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
    }

    private static int largestDifference(byte[] ours, byte[] theirs) {
        int largest = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs((ours[i] & 255) - (theirs[i] & 255)));
        }
        return largest;
    }

    @Test
    void theEightTurnsAreEightImages() {
        assertThat(Stream.iterate(1, n -> n + 1).limit(8).map(n -> EXPECTED.get("turned" + n + ".jpg")))
                .doesNotHaveDuplicates();
    }
}
