// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.Sampler;
import io.github.deepgen4j.model.generation.SamplerOptions;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.sampling.Euler;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A teacher does as drawing does: the same steps of the same mixture lead to the same latents. */
class TransformerFieldTest {
    private static final int STEPS = 4;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "3, 2"})
    void aTeacherGoesTheWayOfDrawing(double scale, int references) {
        NetworkOptions options = NetworkOptions.mapped(Compute.F32, ConstantPrecision.F32);
        try (var networks = Networks.open(Golden.path("tiny"), options);
                var _ = Scope.open();
                var _ = Autograd.disabled();
                var rng = Rng.seeded(7)) {
            int channels = networks.config().vae().latentChannels();
            Tensor noise = rng.normal(2, channels, 4, 6);
            List<List<Tensor>> rows =
                    Collections.nCopies(2, Collections.nCopies(references, rng.normal(channels, 6, 4)));
            var pair = new ConditionPair(conditions(networks, rng), conditions(networks, rng));
            List<Tensor> start = List.of(noise.select(0, 0), noise.select(0, 1));
            var lesson = new Lesson(start, start, new double[2], rows, pair, Weighting.NONE, "prompts");

            float[] sigmas =
                    Schedule.of(networks.config().scheduler(), STEPS, 6).sigmas();
            LessonField field = scale > 1
                    ? TransformerField.guided(
                            networks.transformer(),
                            DType.F32,
                            1000,
                            lesson,
                            Collections.nCopies(2, new Guidance(scale)))
                    : TransformerField.plain(networks.transformer(), DType.F32, 1000, lesson);
            List<Tensor> led = StepDistillation.through(field, start, List.of(sigmas, sigmas));
            Tensor drawn = new Sampler(networks, new Euler())
                    .latents(pair, rows, noise, SamplerOptions.of(STEPS, scale), Observer.NONE);
            assertClose("latents", Tensor.stack(0, led), drawn, 1e-5);
        }
    }

    private static Conditions conditions(Networks networks, Rng rng) {
        var connector = networks.config().connector();
        return new Conditions(rng.normal(2, 5, connector.sequenceWidth()), rng.normal(2, connector.pooledWidth()));
    }
}
