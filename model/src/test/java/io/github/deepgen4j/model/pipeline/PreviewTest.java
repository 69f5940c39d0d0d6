// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.generation.DenoisingStep;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.TensorRecorder;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.tensor.TensorException;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Images in progress: predicted from each step, and without influence on the result. */
class PreviewTest {
    private static final GenerateRequest REQUEST =
            GenerateRequest.of("a red apple").withSize(32, 48).withSteps(3);

    @Test
    void theLastPreviewIsTheImageAndNothingChanges() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            byte[] undisturbed = deepgen.generate(REQUEST).png();
            long resting = Scope.liveHandles();
            List<Image> previews = new ArrayList<>();
            Generated watched = deepgen.generateAsync(REQUEST, new Observer() {
                        @Override
                        public void step(DenoisingStep step) {
                            assertThat(step.number()).isEqualTo(previews.size() + 1);
                            previews.add(step.image());
                        }
                    })
                    .join();
            assertThat(watched.png()).isEqualTo(undisturbed);
            assertThat(previews).hasSize(3);
            assertThat(previews.getLast().sha256()).isEqualTo(watched.image().sha256());
            assertThat(previews.getFirst().sha256())
                    .isNotEqualTo(watched.image().sha256());
            assertThat(Scope.liveHandles()).isEqualTo(resting);
        }
    }

    @Test
    void cleanLatentsLieWhereTheVelocityPoints() {
        List<float[]> clean = new ArrayList<>();
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"));
                var recorder = new TensorRecorder(new Observer() {
                    @Override
                    public void step(DenoisingStep step) {
                        clean.add(step.cleanLatents().toFloats());
                    }
                })) {
            deepgen.generate(REQUEST.withGuidance(1), 1, recorder);
            float[] sigmas = recorder.tensors().get("sigmas").toFloats();
            for (int step = 0; step < 3; step++) {
                float[] latents =
                        recorder.tensors().get("latents." + (step + 1)).toFloats();
                float[] velocity = recorder.tensors().get("v." + step).toFloats();
                for (int i = 0; i < latents.length; i++) {
                    assertThat(clean.get(step)[i])
                            .isCloseTo(
                                    latents[i] - sigmas[step + 1] * velocity[i],
                                    org.assertj.core.data.Offset.offset(1e-5f));
                }
            }
            assertThat(sigmas[3]).isZero();
        }
    }

    @Test
    void whatIsKeptBeyondTheCallIsRefused() {
        var kept = new AtomicReference<DenoisingStep>();
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            deepgen.generate(REQUEST, 1, new Observer() {
                @Override
                public void step(DenoisingStep step) {
                    kept.set(step);
                }

                @Override
                public void step(int step, int steps, Tensor latents) {
                    throw new AssertionError("the other method is for those who do not have this one");
                }
            });
            assertThatThrownBy(() -> kept.get().image()).isInstanceOf(TensorException.class);
        }
    }
}
