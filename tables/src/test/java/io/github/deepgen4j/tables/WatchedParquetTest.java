// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchedParquetTest {
    @Test
    void aReaderThatMakesNoProgressIsGivenUp() {
        var watched = new WatchedParquet(Path.of("..", "testdata", "tables", "snappy.parquet"), Duration.ofMillis(1));
        assertThatThrownBy(() -> watched.call(() -> {
                    Thread.sleep(Duration.ofDays(1));
                    return 0;
                }))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("its reader goes on without end");
        assertThatThrownBy(() -> watched.call(() -> 1)).isInstanceOf(TableException.class);
        watched.end(() -> 0);
    }
}
