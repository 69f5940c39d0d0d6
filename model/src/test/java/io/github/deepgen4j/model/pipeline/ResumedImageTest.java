// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.generation.DenoisingStep;
import io.github.deepgen4j.model.generation.LatentCheckpoint;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An image that goes on in its middle is the image of an undisturbed run, with a mask and several images, too. */
class ResumedImageTest {
    private static final int STEPS = 4;

    /** Keeps the bytes of each state, and the numbers of the steps that are made. */
    private static final class Keeper implements Observer {
        private final List<byte[]> states = new ArrayList<>();
        private final List<Integer> steps = new ArrayList<>();

        @Override
        public void step(DenoisingStep step) {
            states.add(LatentCheckpoint.of(step).bytes());
            steps.add(step.number());
        }
    }

    private static Image half() {
        byte[] rgb = new byte[3 * 64 * 64];
        Arrays.fill(rgb, 0, rgb.length / 2, (byte) 255);
        return Image.of(64, 64, rgb);
    }

    @Test
    void fromEachStepTheRestIsTheSame() {
        SamplingOptions options =
                SamplingOptions.DEFAULT.withSteps(STEPS).withSeed(11).withGuidance(2);
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            var whole = new Keeper();
            GenerateRequest request =
                    GenerateRequest.of("a red circle").withSize(32, 32).withSampling(options);
            List<Generated> undisturbed = deepgen.generate(request, 2, whole);
            for (int done = 1; done < STEPS; done++) {
                var rest = new Keeper();
                SamplingOptions middle = options.continuing(LatentCheckpoint.of(whole.states.get(done - 1)));
                List<Generated> resumed = deepgen.generate(request.withSampling(middle), 2, rest);
                assertThat(rest.steps).hasSize(2 * STEPS - done).startsWith(done + 1);
                for (int i = 0; i < 2; i++) {
                    assertThat(resumed.get(i).png())
                            .isEqualTo(undisturbed.get(i).png());
                }
            }
            var edited = new Keeper();
            EditRequest edit = EditRequest.of(half(), "make it blue")
                    .withResize(ResizeRule.NONE, 64)
                    .withSampling(options)
                    .withMask(half());
            byte[] png = deepgen.edit(edit, 1, edited).getFirst().png();
            SamplingOptions middle = options.continuing(LatentCheckpoint.of(edited.states.get(1)));
            assertThat(deepgen.edit(edit.withSampling(middle)).png()).isEqualTo(png);
        }
    }

    @Test
    void whatIsNoStateOfTheImageIsRefused() {
        assertThatThrownBy(() -> LatentCheckpoint.of(new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 3 bytes");
        assertThatThrownBy(() -> LatentCheckpoint.of(new byte[8])).hasMessageContaining("found 0");
        byte[] other = {9, 0, 0, 0, 0, 0, 0, 0};
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            GenerateRequest request = GenerateRequest.of("a red circle")
                    .withSize(64, 64)
                    .withSampling(SamplingOptions.DEFAULT.withSteps(2).continuing(LatentCheckpoint.of(other)));
            assertThatThrownBy(() -> deepgen.generate(request)).hasMessageContaining("found 1 of step 9");
        }
    }
}
