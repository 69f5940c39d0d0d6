// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.testing.Golden;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Seeds have 64 bits and no sign, in options, recipes and the texts that other programs read. */
class SeedTest {
    private static final String LARGEST = "18446744073709551615";

    @Test
    void allThatPyTorchTakesAreRead() {
        assertThat(Seed.parse("0")).isZero();
        assertThat(Seed.parse(LARGEST)).isEqualTo(-1);
        assertThat(Seed.parse("-1")).isEqualTo(-1);
        assertThat(Seed.parse("9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(Seed.text(-1)).isEqualTo(LARGEST);
        for (String wrong : List.of("", "x", "1.5", "18446744073709551616", "-9223372036854775809", "+-1")) {
            assertThatThrownBy(() -> Seed.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0 to " + LARGEST);
        }
    }

    @Test
    void recipesKeepThem() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            Recipe largest = deepgen.recipe(GenerateRequest.of("a star").withSeed(Seed.parse(LARGEST)));
            assertThat(largest.text().get(Recipe.KEY)).contains("\"seed\":" + LARGEST + ",");
            assertThat(largest.text().get("parameters")).contains("Seed: " + LARGEST + ",");
            assertThat(Recipe.of(largest.text(), "a.png")).isEqualTo(largest);
            String before = largest.text().get(Recipe.KEY).replace(LARGEST, "-1"); // as earlier versions wrote it
            assertThat(Recipe.of(java.util.Map.of(Recipe.KEY, before), "a.png")).isEqualTo(largest);
        }
    }

    @Test
    void randomOnesDiffer() {
        assertThat(Stream.generate(() -> GenerateRequest.of("a star").withRandomSeed())
                        .limit(20)
                        .map(request -> request.sampling().seed())
                        .distinct())
                .hasSizeGreaterThan(10)
                .allMatch(seed -> seed >= 0 && seed < 1L << 32);
    }
}
