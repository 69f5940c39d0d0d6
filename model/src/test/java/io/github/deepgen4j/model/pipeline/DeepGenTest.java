// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public entry over the tiny golden checkpoint: seeds, progress, cancellation, memory, refusals. */
class DeepGenTest {
    private static final GenerateRequest REQUEST =
            GenerateRequest.of("a red apple").withSize(32, 32).withSteps(3);

    private static DeepGen deepgen;
    private static long resting;

    /** All weights are loaded here and nothing is remembered, so that a test that leaves more handles has leaked. */
    @BeforeAll
    static void open() {
        deepgen = DeepGen.open(Golden.path("tiny"), ModelOptions.DEFAULT.withPromptCache(0));
        deepgen.edit(edit(image(0)).withSteps(1));
        resting = Scope.liveHandles();
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isEqualTo(resting);
    }

    @AfterAll
    static void closingReleasesTheWeights() {
        deepgen.close();
        assertThat(Scope.liveHandles()).isZero();
    }

    private static EditRequest edit(Image... references) {
        return EditRequest.of(List.of(references), "make it blue")
                .withResize(ResizeRule.SQUARE, 32)
                .withSteps(2)
                .withSize(32, 32);
    }

    private static Image image(int shade) {
        byte[] rgb = new byte[3 * 80 * 60];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (shade + i % 90);
        }
        return Image.of(80, 60, rgb);
    }

    @Test
    void imageOfACountIsTheImageOfItsSeedAlone() {
        List<Generated> three = deepgen.generate(REQUEST.withSeed(7), 3, Observer.NONE);
        for (int i = 0; i < three.size(); i++) {
            assertThat(deepgen.generate(REQUEST.withSeed(7 + i)).image().rgb())
                    .isEqualTo(three.get(i).image().rgb());
        }
        assertThat(three.get(0).image().rgb()).isNotEqualTo(three.get(1).image().rgb());
    }

    @Test
    void editsFollowFromTheirSeedToo() {
        List<Generated> two = deepgen.edit(edit(image(20)).withSeed(3), 2, Observer.NONE);
        assertThat(deepgen.edit(edit(image(20)).withSeed(4)).image().rgb())
                .isEqualTo(two.get(1).image().rgb());
        assertThat(deepgen.edit(edit(image(120)).withSeed(4)).image().rgb())
                .isNotEqualTo(two.get(1).image().rgb());
    }

    @Test
    void anEditOfOneImageHasItsSizeAfterTheResize() {
        Image wide = Image.of(80, 40, new byte[3 * 80 * 40]);
        EditRequest request = EditRequest.of(wide, "make it blue")
                .withResize(ResizeRule.DYNAMIC, 64)
                .withSteps(1);
        Image edited = deepgen.edit(request).image();
        assertThat(edited.width()).isEqualTo(64);
        assertThat(edited.height()).isEqualTo(32);
    }

    @Test
    void stagesAndStepsAreObservedInOrder() {
        List<String> told = new ArrayList<>();
        Observer observer = new Observer() {
            @Override
            public void stage(Stage stage) {
                told.add(stage.name());
            }

            @Override
            public void step(int step, int steps, Tensor latents) {
                told.add(step + "/" + steps + " " + latents.rank());
            }
        };
        deepgen.edit(edit(image(0)), 1, observer, generated -> told.add("image " + generated.number()));
        assertThat(told)
                .containsExactly("READ_PROMPT", "READ_REFERENCES", "DENOISE", "1/2 4", "2/2 4", "DECODE", "image 0");
    }

    @Test
    void cancellingInTheMiddleReleasesEverythingAndChangesNothing() {
        Image before = deepgen.generate(REQUEST).image();
        for (Stage stage : Stage.values()) {
            AtomicBoolean cancelled = new AtomicBoolean();
            Observer observer = new Observer() {
                @Override
                public void stage(Stage begun) {
                    cancelled.set(begun == stage);
                }

                @Override
                public boolean cancelled() {
                    return cancelled.get();
                }
            };
            if (stage == Stage.READ_PROMPT || stage == Stage.DENOISE) {
                assertThatThrownBy(() -> deepgen.generate(REQUEST, 1, observer)).isInstanceOf(CancelledException.class);
            }
            assertThat(Scope.liveHandles()).as(stage.name()).isEqualTo(resting);
        }
        assertThat(deepgen.generate(REQUEST).image().rgb()).isEqualTo(before.rgb());
    }

    @Test
    void anotherThreadCanCancel() throws InterruptedException {
        AtomicBoolean cancelled = new AtomicBoolean();
        List<Throwable> seen = new ArrayList<>();
        Thread drawing = new Thread(() -> {
            try {
                deepgen.generate(REQUEST.withSteps(1000), 1, new Observer() {
                    @Override
                    public boolean cancelled() {
                        return cancelled.get();
                    }
                });
            } catch (CancelledException e) {
                seen.add(e);
            }
        });
        drawing.start();
        cancelled.set(true);
        drawing.join();
        assertThat(seen).hasSize(1);
    }

    @Test
    void aFailureInTheMiddleReleasesEverything() {
        Observer failing = new Observer() {
            @Override
            public void step(int step, int steps, Tensor latents) {
                throw new IllegalStateException("the listener fails");
            }
        };
        assertThatThrownBy(() -> deepgen.generate(REQUEST, 1, failing)).hasMessage("the listener fails");
        assertThat(Scope.liveHandles()).isEqualTo(resting);
    }

    @Test
    void refusesWhatTheModelCannotDraw() {
        int multiple = deepgen.config().sideMultiple();
        assertThat(multiple).isEqualTo(16);
        int tooLong = deepgen.config().longestSide() + multiple;
        assertThatThrownBy(() -> deepgen.generate(REQUEST.withSize(tooLong, 64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most " + deepgen.config().longestSide());
        assertThatThrownBy(() -> deepgen.edit(edit(image(0)).withResize(ResizeRule.SQUARE, 2 * tooLong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reference")
                .hasMessageContaining("at most " + deepgen.config().longestSide());
        assertThatThrownBy(() -> deepgen.generate(
                        GenerateRequest.of("word ".repeat(3000)).withSize(64, 64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1024 tokens");
        assertThatThrownBy(() -> deepgen.generate(REQUEST, 0, Observer.NONE)).hasMessageContaining("count");
    }

    @Test
    void everyDifferenceOfAllComponentsIsNamedAtOnce(@TempDir Path folder) throws IOException {
        try (var files = Files.walk(Golden.path("tiny"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(Golden.path("tiny").relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.delete(folder.resolve("vae/diffusion_pytorch_model.safetensors"));
        Files.copy(
                Golden.path("lasthidden/connector/model.safetensors"),
                folder.resolve("connector/model.safetensors"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> DeepGen.open(folder))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("projector_1.weight")
                .hasMessageContaining("vae");
    }
}
