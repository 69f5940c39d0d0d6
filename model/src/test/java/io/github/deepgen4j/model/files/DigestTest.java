// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.UTF_8);

    /** The examples of FIPS 180-2, appendix B.1, and 180-1, appendix A. */
    @Test
    void sumsAreThoseOfTheStandard() {
        assertThat(Digest.sha256(ABC)).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Digest.sha1().add(ABC).hex()).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
    }

    @Test
    void partsOfAnyKindAreOneContent() {
        assertThat(Digest.sha256()
                        .add("a")
                        .add(ByteBuffer.wrap(ABC, 1, 1))
                        .add(new byte[] {'c'})
                        .hex())
                .isEqualTo(Digest.sha256(ABC));
    }
}
