// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteSizeTest {
    @Test
    void memoryIsBinaryAndDisksAreDecimal() {
        assertThat(ByteSize.gib(3L << 29, 1)).isEqualTo("1.5 GiB");
        assertThat(ByteSize.gib(13_500_000_000L, 2)).isEqualTo("12.57 GiB");
        assertThat(ByteSize.gb(13_500_000_000L, 2)).isEqualTo("13.50 GB");
    }
}
