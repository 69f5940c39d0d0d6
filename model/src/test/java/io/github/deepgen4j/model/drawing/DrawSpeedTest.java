// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Speed;
import io.github.deepgen4j.testing.Golden;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The option {@code speed} of an image asked for by name. */
class DrawSpeedTest {
    private static final DrawOptions OPTIONS =
            DrawOptions.NONE.withSize(32, 32).withSteps(4).withSeed(5).withGuidance(3);

    private static DrawRequest request(DrawOptions options) {
        return options.drawing(50, "a red circle", List.of(), Optional.empty()).request();
    }

    @Test
    void theModelsShortcutsOfASpeedAreTaken() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            var drawn = request(OPTIONS.withSpeed(Speed.FAST))
                    .draw(deepgen, 0, Observer.NONE, _ -> {})
                    .getFirst();
            GenerateRequest plain = GenerateRequest.of("a red circle")
                    .withSize(32, 32)
                    .withSteps(4)
                    .withSeed(5)
                    .withGuidance(3);
            var shortcuts = deepgen.shortcuts(Speed.FAST);
            assertThat(drawn.recipe().shortcuts()).isEqualTo(shortcuts);
            assertThat(drawn.image().rgb())
                    .isEqualTo(
                            deepgen.generate(plain.withSampling(plain.sampling().withShortcuts(shortcuts)))
                                    .image()
                                    .rgb());
            assertThat(request(OPTIONS)
                            .draw(deepgen, 0, Observer.NONE, _ -> {})
                            .getFirst()
                            .image()
                            .rgb())
                    .isEqualTo(deepgen.generate(plain).image().rgb());
        }
    }

    @Test
    void settingsAreReadAsTheyAreWritten() {
        DrawSettings fast = request(OPTIONS.with("speed", "fast")).settings();
        assertThat(fast.speed()).isEqualTo(Speed.FAST);
        assertThat(DrawSettings.of(fast.json())).isEqualTo(fast);
        DrawSettings plain = request(OPTIONS).settings();
        assertThat(plain.json().has("speed")).isFalse();
        assertThat(DrawSettings.of(plain.json()).speed()).isEqualTo(Speed.EXACT);
    }

    @Test
    void anotherWordIsRefused() {
        assertThatThrownBy(() -> request(OPTIONS.with("speed", "ludicrous")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("speed")
                .hasMessageContaining("balanced");
        assertThatThrownBy(() -> Speed.of("quick")).hasMessage("expected exact, balanced, fast, found quick");
    }
}
