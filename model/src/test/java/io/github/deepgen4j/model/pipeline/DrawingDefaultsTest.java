// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.DrawingDefaults;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model says with how many steps and which guidance it is drawn where a request does not. */
class DrawingDefaultsTest {
    private static final DrawingDefaults TURBO = new DrawingDefaults(OptionalInt.of(3), OptionalDouble.of(1));

    @TempDir
    Path folder;

    @BeforeEach
    void copyOfTiny() throws IOException {
        Path tiny = Golden.path("tiny");
        try (Stream<Path> files = Files.walk(tiny)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(tiny.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void requestsWithoutOptionsTakeThem() {
        TURBO.write(folder);
        GenerateRequest request = GenerateRequest.of("a star").withSize(32, 32);
        try (DeepGen turbo = DeepGen.open(folder)) {
            Recipe plain = turbo.recipe(request);
            assertThat(plain.steps()).isEqualTo(3);
            assertThat(plain.guidance()).isEqualTo(1);
            assertThat(turbo.recipe(request.withSteps(5).withGuidance(2)).steps())
                    .isEqualTo(5);
            Image drawn = turbo.generate(request).image();
            assertThat(drawn.rgb())
                    .isEqualTo(turbo.generate(request.withSteps(3).withGuidance(1))
                            .image()
                            .rgb());
            EditRequest edit = EditRequest.of(drawn, "make it blue").withSize(32, 32);
            assertThat(turbo.recipe(edit).steps()).isEqualTo(3);
        }
    }

    @Test
    void aModelThatSaysNothingIsDrawnAsPublished() {
        assertThat(DrawingDefaults.read(folder)).isEqualTo(DrawingDefaults.NONE);
        assertThat(DrawingDefaults.read(folder.resolve("vae"))).isEqualTo(DrawingDefaults.NONE);
        assertThat(ModelConfig.read(folder).steps()).isEqualTo(50);
    }

    @Test
    void writingKeepsWhatElseTheFileSays() throws IOException {
        Path index = folder.resolve("model_index.json");
        byte[] before = Files.readAllBytes(index);
        DrawingDefaults.NONE.write(folder);
        assertThat(index).hasBinaryContent(before);
        TURBO.write(folder);
        new DrawingDefaults(OptionalInt.of(4), OptionalDouble.empty()).write(folder);
        assertThat(DrawingDefaults.read(folder))
                .isEqualTo(new DrawingDefaults(OptionalInt.of(4), OptionalDouble.of(1)));
        assertThat(Files.readString(index)).contains("_class_name", "\"transformer\"");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        new DrawingDefaults(OptionalInt.of(0), OptionalDouble.empty()).write(folder);
        assertThatThrownBy(() -> ModelConfig.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("model_index.json")
                .hasMessageContaining("default_steps")
                .hasMessageContaining("1 to 1000");
    }
}
