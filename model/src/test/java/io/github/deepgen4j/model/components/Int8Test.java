// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.checkpoint.Verification;
import io.github.deepgen4j.model.convert.Conversion;
import io.github.deepgen4j.model.convert.ConversionOptions;
import io.github.deepgen4j.model.convert.TargetType;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.model.weights.Int8Rules;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Int8Matrix;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole model in int8: written by a conversion or made when it is opened, drawn with, refused for training. */
class Int8Test {
    private static final Path TINY = Golden.path("tiny");
    private static final GenerateRequest REQUEST =
            GenerateRequest.of("a red circle").withSize(32, 32).withSteps(2).withSeed(3);

    @TempDir
    Path folder;

    private long handles;

    @BeforeEach
    void count() {
        handles = Scope.liveHandles();
    }

    @AfterEach
    void nothingLeft() {
        assertThat(Scope.liveHandles()).isEqualTo(handles);
    }

    private Path converted(Path source, String name, TargetType type) {
        Path out = folder.resolve(name);
        try (var conversion = Conversion.open(List.of(source), out, ConversionOptions.DEFAULT.withType(type))) {
            conversion.write(_ -> {});
        }
        return out;
    }

    private static Map<String, String> content(Path model) {
        Map<String, String> content = new TreeMap<>();
        for (Component component : Component.values()) {
            try (var files = ComponentFiles.open(model.resolve(component.folder()))) {
                files.tensors()
                        .forEach((name, stored) -> content.put(
                                component + "/" + name,
                                stored.entry().spec() + " "
                                        + java.util.Arrays.hashCode(
                                                stored.entry().data().toArray(ValueLayout.JAVA_BYTE))));
            }
        }
        return content;
    }

    private static Generated drawn(Path model, Compute compute) {
        try (DeepGen deepgen = DeepGen.open(model, ModelOptions.DEFAULT.withCompute(compute))) {
            return deepgen.generate(REQUEST);
        }
    }

    @Test
    void aConvertedModelDrawsWhatTheOriginalDrawsInInt8() {
        Path int8 = converted(TINY, "int8", TargetType.INT8);
        Generated stored = drawn(int8, Compute.F32);
        Generated loaded = drawn(TINY, Compute.INT8_F32);
        assertThat(stored.image().rgb()).isEqualTo(loaded.image().rgb());
        assertThat(drawn(TINY, Compute.F32).image().rgb())
                .isNotEqualTo(loaded.image().rgb());
        assertThat(drawn(int8, Compute.INT8_F32).image().rgb())
                .isEqualTo(stored.image().rgb());
    }

    @Test
    void conversionsRoundEachMatrixOnceAndKeepEverythingElse() {
        Path int8 = converted(TINY, "int8", TargetType.INT8);
        assertThat(content(converted(int8, "kept", TargetType.KEEP))).isEqualTo(content(int8));
        assertThat(content(converted(int8, "again", TargetType.INT8))).isEqualTo(content(int8));
        try (var _ = Scope.open();
                var dense = ComponentFiles.open(TINY.resolve("transformer"));
                var quantised = ComponentFiles.open(int8.resolve("transformer"));
                var back = ComponentFiles.open(
                        converted(int8, "back", TargetType.BF16).resolve("transformer"))) {
            int matrices = 0;
            for (String name : dense.tensors().keySet()) {
                Tensor before = tensor(dense, name);
                if (quantised.isInt8(name)) {
                    matrices++;
                    Int8Matrix expected = Int8Matrix.of(before);
                    assertThat(tensor(quantised, name).storedBytes())
                            .as(name)
                            .isEqualTo(expected.values().storedBytes());
                    assertThat(tensor(quantised, name + Int8Rules.SCALE).storedBytes())
                            .as(name)
                            .isEqualTo(expected.scales().storedBytes());
                    assertThat(tensor(back, name).storedBytes())
                            .as(name)
                            .isEqualTo(expected.dequantised(DType.BF16).storedBytes());
                } else {
                    assertThat(tensor(quantised, name).storedBytes()).as(name).isEqualTo(before.storedBytes());
                }
            }
            assertThat(matrices).isGreaterThan(20);
            assertThat(back.tensors().keySet()).isEqualTo(dense.tensors().keySet());
        }
    }

    private static Tensor tensor(ComponentFiles files, String name) {
        var stored = files.tensors().get(name);
        return stored.file().tensor(stored.name());
    }

    @Test
    void verificationFindsNoDamageInIt() {
        Path int8 = converted(TINY, "int8", TargetType.INT8);
        Verification verification = Verification.of(int8, Optional.empty(), _ -> {}, _ -> {}, () -> false);
        assertThat(verification.findings()).noneMatch(finding -> finding.what().contains(Int8Rules.SCALE));
        assertThat(verification.damaged())
                .isEqualTo(Verification.of(TINY, Optional.empty(), _ -> {}, _ -> {}, () -> false)
                        .damaged());
    }

    @Test
    void recipesSayThatItWasQuantisedWhenItWasOpened() {
        Recipe loaded = drawn(TINY, Compute.INT8).recipe();
        assertThat(loaded.text().get(Recipe.KEY)).contains("\"linear_layers\":\"INT8\"");
        Recipe read = Recipe.of(loaded.text(), "a.png");
        assertThat(read).isEqualTo(loaded);
        assertThat(read.modelOptions().compute()).isEqualTo(Compute.INT8_F32); // tiny models compute in float32
        assertThat(drawn(TINY, Compute.F32).recipe().text().get(Recipe.KEY)).doesNotContain("linear_layers");
        Path int8 = converted(TINY, "int8", TargetType.INT8);
        Recipe stored = drawn(int8, Compute.F32).recipe();
        assertThat(stored.text().get(Recipe.KEY)).doesNotContain("linear_layers");
        assertThat(stored.fingerprint()).isNotEqualTo(loaded.fingerprint());
        String wrong =
                loaded.text().get(Recipe.KEY).replace("\"linear_layers\":\"INT8\"", "\"linear_layers\":\"INT4\"");
        assertThatThrownBy(() -> Recipe.of(Map.of(Recipe.KEY, wrong), "a.png"))
                .hasMessageContaining("'linear_layers' expected INT8, found 'INT4'");
    }

    @Test
    void theModelSaysInWhatItComputes() {
        for (Compute compute : new Compute[] {Compute.F32, Compute.INT8_F32, Compute.INT8_BF16}) {
            try (DeepGen deepgen = DeepGen.open(TINY, ModelOptions.DEFAULT.withCompute(compute))) {
                assertThat(deepgen.arithmetic())
                        .isEqualTo(
                                switch (compute) {
                                    case F32 -> "F32";
                                    case INT8_F32 -> "F32 INT8";
                                    default -> "BF16 INT8";
                                });
            }
        }
    }

    @Test
    void trainingRefusesItByName() {
        Path int8 = converted(TINY, "int8", TargetType.INT8);
        assertThatThrownBy(() -> Networks.open(int8, NetworkOptions.trainable(0, new DeepGenInitialiser(6))))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("is int8, which draws but does not train")
                .hasMessageContaining("model convert --dtype bf16");
    }

    @Test
    void nativeFilesAndNumbersThatAreNoneAreRefused() {
        Path out = folder.resolve("native.pt");
        assertThatThrownBy(
                        () -> Conversion.open(List.of(TINY), out, ConversionOptions.DEFAULT.withType(TargetType.INT8)))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("in int8 has no place in a native file");
        Path int8 = converted(TINY, "int8", TargetType.INT8);
        Path scaleless = broken(int8, "transformer", "context_embedder.weight_scale", null);
        assertThatThrownBy(() -> converted(scaleless, "x", TargetType.BF16))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("context_embedder.weight")
                .hasMessageContaining("found none");
        assertThatThrownBy(() -> drawn(scaleless, Compute.AUTO))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("context_embedder.weight is int8 and means nothing without its scales");
        assertThat(folder.resolve("x")).doesNotExist();
        Path infinite = broken(
                converted(TINY, "dense", TargetType.FP32),
                "transformer",
                "context_embedder.weight",
                x -> x.mul(Double.POSITIVE_INFINITY));
        assertThatThrownBy(() -> converted(infinite, "y", TargetType.INT8))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("context_embedder.weight")
                .hasMessageContaining("NaN or infinite numbers");
        assertThat(folder.resolve("y")).doesNotExist();
    }

    /** A tensor of a model changed in its file, or taken out of it. */
    private static Path broken(
            Path model, String component, String name, java.util.function.UnaryOperator<Tensor> change) {
        Path file = model.resolve(component).resolve(Component.TRANSFORMER.weightsFile());
        try (var _ = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            try (var files = ComponentFiles.open(model.resolve(component))) {
                files.tensors().keySet().forEach(each -> tensors.put(each, tensor(files, each)));
            }
            assertThat(tensors).containsKey(name);
            if (change == null) {
                tensors.remove(name);
            } else {
                tensors.computeIfPresent(name, (_, before) -> change.apply(before));
            }
            SafetensorsWriter.write(file, tensors);
        }
        return model;
    }

    @Test
    void theForecastCountsAByteAWeight() {
        Path int8 = converted(TINY, "int8", TargetType.INT8);
        NetworkOptions exact = NetworkOptions.only(Component.TRANSFORMER, Compute.F32);
        NetworkOptions quantised = NetworkOptions.only(Component.TRANSFORMER, Compute.INT8_F32);
        try (var stored = Networks.open(int8, exact);
                var loaded = Networks.open(TINY, quantised);
                var dense = Networks.open(TINY, exact)) {
            long bytes = stored.bytes(Component.TRANSFORMER, _ -> true, 1);
            assertThat(bytes).isEqualTo(loaded.bytes(Component.TRANSFORMER, _ -> true, 1));
            assertThat(bytes).isLessThan(dense.bytes(Component.TRANSFORMER, _ -> true, 1) / 2);
        }
    }
}
