// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A process that learns that it is one of several, and what it holds for all. */
class LaunchTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(9);
    private static final Map<String, String> TORCHRUN =
            Map.of("RANK", "1", "LOCAL_RANK", "1", "WORLD_SIZE", "2", "MASTER_ADDR", "node7", "MASTER_PORT", "29500");

    @Test
    void variablesOfTorchrun() {
        var rendezvous = Launch.rendezvous(TORCHRUN, TIMEOUT).orElseThrow();
        assertThat(rendezvous.rank()).isEqualTo(1);
        assertThat(rendezvous.worldSize()).isEqualTo(2);
        assertThat(rendezvous.host()).isEqualTo("node7");
        assertThat(rendezvous.port()).isEqualTo(29500);
        assertThat(rendezvous.timeout()).isEqualTo(TIMEOUT);
        assertThat(rendezvous.storeServed()).isFalse();
        assertThat(Launch.rendezvous(with("TORCHELASTIC_USE_AGENT_STORE", "True"), TIMEOUT)
                        .orElseThrow()
                        .storeServed())
                .isTrue();
    }

    @Test
    void aloneWithoutThem() {
        assertThat(Launch.rendezvous(Map.of(), TIMEOUT)).isEmpty();
        assertThat(Launch.rendezvous(Map.of("RANK", "", "WORLD_SIZE", ""), TIMEOUT))
                .isEmpty();
        assertThat(Launch.rendezvous(Map.of("RANK", "0", "WORLD_SIZE", "1"), TIMEOUT))
                .isEmpty();
    }

    @Test
    void badOnesAreNamed() {
        assertThatThrownBy(() -> Launch.rendezvous(Map.of("RANK", "0", "WORLD_SIZE", "2"), TIMEOUT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("MASTER_ADDR");
        assertThatThrownBy(() -> Launch.rendezvous(with("RANK", "x"), TIMEOUT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("RANK expected a number, found x");
        assertThatThrownBy(() -> Launch.rendezvous(with("RANK", "2"), TIMEOUT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rank 2 of 2");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> changed = new HashMap<>(TORCHRUN);
        changed.put(name, value);
        return changed;
    }

    @Test
    void sharesAreBalanced() {
        assertThat(Buckets.owners(new long[] {5, 100, 5, 60, 30, 10}, 2)).containsExactly(0, 0, 1, 1, 1, 1);
        assertThat(Buckets.owners(new long[] {7}, 3)).containsExactly(0);
    }
}
