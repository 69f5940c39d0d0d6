// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The micro-batches of a step, dealt out to processes. */
class TurnsTest {
    @Test
    void blocksCoverEachStep() {
        assertThat(new Turns(6, 0, 1).ofStep(2)).containsExactly(6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(new Turns(6, 0, 2).ofStep(2)).containsExactly(6L, 7L, 8L);
        assertThat(new Turns(6, 1, 2).ofStep(2)).containsExactly(9L, 10L, 11L);
    }

    @Test
    void nextFollowsTheBlocks() {
        Turns turns = new Turns(6, 1, 3);
        assertThat(LongStream.iterate(2, turns::next).limit(5)).containsExactly(2L, 3L, 8L, 9L, 14L);
        assertThat(LongStream.iterate(0, new Turns(2, 0, 1)::next).limit(4)).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void unevenSharesAreRefused() {
        assertThatThrownBy(() -> new Turns(3, 0, 2))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("accumulation 3 and 2 processes");
    }
}
