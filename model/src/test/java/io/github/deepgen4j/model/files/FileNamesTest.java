// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Names that the locale cannot say. */
class FileNamesTest {
    @Test
    void namesThatTheEncodingCannotSayAreRefused() {
        FileNames.requireSayable("caf\u00e9", StandardCharsets.UTF_8);
        FileNames.requireSayable("caf\u00e9", StandardCharsets.ISO_8859_1);
        FileNames.requireSayable("\uFFFD", StandardCharsets.UTF_8); // such a name there may be
        for (String name : new String[] {"caf\u00e9", "caf\uFFFD"}) {
            assertThatThrownBy(() -> FileNames.requireSayable(name, StandardCharsets.US_ASCII))
                    .isInstanceOf(FileException.class)
                    .hasMessageContainingAll(name, "US-ASCII", "LC_ALL=C.UTF-8");
        }
    }
}
