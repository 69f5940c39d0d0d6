// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;

/** Jazzer's target for image files; CONTRIBUTING.md says how to fuzz. In a build it reads the kept inputs. */
class ImageFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void anyBytesGiveAnImageOrAnImageException(byte[] content) {
        try {
            Image image = Image.read(new ByteArrayInputStream(content), "fuzzed");
            assertThat(image.bytes()).hasSize(3 * image.width() * image.height());
        } catch (ImageException e) {
            assertThat(e).hasMessageStartingWith("fuzzed: ");
        }
    }
}
