// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.model.weights.pickle.TorchFile;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ConversionTest {
    private static final Path TINY = Golden.path("tiny");

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

    /** Converts and returns the report. */
    private static List<String> convert(Path out, ConversionOptions options, Path... sources) {
        try (var conversion = Conversion.open(List.of(sources), out, options)) {
            AtomicLong bytes = new AtomicLong();
            conversion.write(bytes::addAndGet);
            assertThat(bytes.get()).isEqualTo(conversion.bytes());
            return conversion.report();
        }
    }

    /** Types and bytes of a component's tensors by canonical name. */
    private static Map<String, String> content(Path model, String component) {
        Map<String, String> content = new LinkedHashMap<>();
        try (var files = ComponentFiles.open(model.resolve(component))) {
            files.tensors()
                    .forEach((name, stored) -> content.put(
                            name,
                            stored.entry().spec().type()
                                    + java.util.Arrays.toString(
                                            stored.entry().spec().shape())
                                    + java.util.Arrays.hashCode(
                                            stored.entry().data().toArray(ValueLayout.JAVA_BYTE))));
        }
        return content;
    }

    private static void assertSame(Path model, Path expected, String... components) {
        for (String component : components) {
            assertThat(content(model, component)).as(component).isEqualTo(content(expected, component));
        }
    }

    private static void assertSameModel(Path model) {
        assertSame(model, TINY, "vlm", "connector", "transformer", "vae");
        var json = new JsonMapper();
        for (String file : List.of(
                "model_index.json",
                "vlm/config.json",
                "connector/config.json",
                "transformer/config.json",
                "vae/config.json",
                "scheduler/scheduler_config.json",
                "tokenizer/tokenizer.json",
                "tokenizer/tokenizer_config.json")) {
            assertThat(json.readTree(model.resolve(file).toFile()))
                    .as(file)
                    .isEqualTo(json.readTree(TINY.resolve(file).toFile()));
        }
    }

    /** The golden model as the base models of a training: no connector, a transformer of zeros. */
    private Path baseModels() throws IOException {
        Path zoo = folder.resolve("model_zoo");
        Path vlm = zoo.resolve("Qwen2.5-VL-3B-Instruct");
        Path diffusion = zoo.resolve("UniPic2-SD3.5M-Kontext-2B");
        copy(TINY.resolve("vlm"), vlm);
        copy(TINY.resolve("tokenizer"), vlm);
        for (String part : List.of("transformer", "vae", "scheduler")) {
            copy(TINY.resolve(part), diffusion.resolve(part));
        }
        Path transformer = diffusion.resolve("transformer/diffusion_pytorch_model.safetensors");
        try (var _ = Scope.open();
                var stored = Golden.tensors("tiny/transformer/diffusion_pytorch_model.safetensors")) {
            Map<String, Tensor> zeros = new LinkedHashMap<>();
            stored.entries()
                    .forEach((name, entry) -> zeros.put(
                            name, Tensor.zeros(DType.BF16, entry.spec().shape())));
            Files.delete(transformer);
            SafetensorsWriter.write(transformer, zeros);
        }
        return zoo;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file)); // not read-only
            }
        }
    }

    private Path out() {
        return folder.resolve("out");
    }

    @Test
    void nativeFileOverBaseModelsIsTheReleasedModel() throws IOException {
        var options = ConversionOptions.DEFAULT.withConnectorConfig(TINY.resolve("connector/config.json"));
        Path zoo = baseModels();
        Files.writeString(zoo.resolve("Qwen2.5-VL-3B-Instruct/LICENSE"), "research only");
        Files.writeString(zoo.resolve("UniPic2-SD3.5M-Kontext-2B/LICENSE.md"), "community");
        List<String> report = convert(out(), options, zoo, Golden.path("native/model.pt"));
        assertSameModel(out());
        assertThat(out().resolve("vlm/LICENSE")).hasContent("research only");
        assertThat(out().resolve("transformer/LICENSE.md")).hasContent("community");
        assertThat(report).anyMatch(line -> line.endsWith("model.pt") && line.startsWith("connector: "));
        assertThat(report).noneMatch(line -> line.startsWith("not in"));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(out(), folder.resolve("model_zoo"));
        }
    }

    @Test
    void dataParallelFileKeepsItsRoundedTypes() {
        convert(out(), ConversionOptions.DEFAULT, TINY, Golden.path("native/model_module_bf16.pt"));
        assertSame(out(), TINY, "vlm", "transformer", "vae");
        try (var _ = Scope.open();
                var rounded = Safetensors.open(out().resolve("connector/model.safetensors"));
                var exact = Golden.tensors("tiny/connector/model.safetensors")) {
            assertThat(rounded.names()).containsExactlyInAnyOrderElementsOf(exact.names());
            for (String name : exact.names()) {
                assertThat(rounded.tensor(name).dtype()).isEqualTo(DType.BF16);
                assertThat(rounded.tensor(name).storedBytes())
                        .as(name)
                        .isEqualTo(exact.tensor(name).to(DType.BF16).storedBytes());
            }
        }
    }

    @Test
    void trainedTensorsOverlayTheBaseAndTheirAdaptersAreMerged() {
        List<String> report = convert(out(), ConversionOptions.DEFAULT, TINY, Golden.path("native/model_sft.pt"));
        assertSame(out(), TINY, "transformer", "vae");
        int modules = Golden.json("lora/case.json").get("modules").intValue();
        assertThat(report)
                .contains((modules - 1) + " adapters merged in float32, scale [2.0]")
                .contains("not in " + Golden.path("native/model_sft.pt") + ": transformer/pos_embed.pos_embed")
                .anyMatch(line -> line.startsWith("ignored: ") && line.contains("lm_head.lora_A"));
        try (var _ = Scope.open();
                var merged = ComponentFiles.open(out().resolve("vlm"));
                var golden = Golden.tensors("lora/merged.safetensors")) {
            for (String name : golden.names()) { // of an adapter in float32, here it is rounded to bf16
                ComponentFiles.Stored stored = merged.tensors().get(name);
                assertThat(stored.entry().spec().type()).isEqualTo(DType.BF16);
                Golden.assertClose(
                        "merged bf16 " + name, stored.file().tensor(stored.name()), golden.tensor(name), 4e-3);
            }
        }
    }

    @Test
    void adaptersOfBothFormatsMergeToTheReferencesWeights() {
        var exact = ConversionOptions.DEFAULT.withType(TargetType.FP32);
        convert(out(), exact, TINY, Golden.path("lora/native_state.safetensors"));
        Path fromPeft = folder.resolve("peft");
        convert(fromPeft, exact, TINY, Golden.path("lora/peft"));
        assertSame(fromPeft, out(), "vlm", "connector", "transformer", "vae");
        try (var _ = Scope.open();
                var merged = ComponentFiles.open(out().resolve("vlm"));
                var golden = Golden.tensors("lora/merged.safetensors")) {
            for (String name : golden.names()) {
                ComponentFiles.Stored stored = merged.tensors().get(name);
                Golden.assertClose("merged " + name, stored.file().tensor(stored.name()), golden.tensor(name), 1e-6);
            }
        }
    }

    @Test
    void theStrengthOfAnAdapterIsReadOrAskedFor() throws IOException {
        String module = "transformer.transformer_blocks.0.attn.to_q.lora_";
        for (Map<String, String> metadata : List.of(
                Map.<String, String>of(),
                Map.of("lora_adapter_metadata", "{\"transformer.r\": 4, \"transformer.lora_alpha\": 4}"))) {
            Path file = folder.resolve("adapter" + metadata.size() + ".safetensors");
            try (var _ = Scope.open()) {
                SafetensorsWriter.write(
                        file,
                        Map.of(
                                module + "A.weight", Tensor.ones(DType.F32, 4, 36),
                                module + "B.weight", Tensor.ones(DType.F32, 36, 4)),
                        metadata);
            }
            if (metadata.isEmpty()) {
                assertThatThrownBy(() -> convert(folder.resolve("silent"), ConversionOptions.DEFAULT, TINY, file))
                        .isInstanceOf(WeightException.class)
                        .hasMessageContaining("--lora-scale");
                assertThat(convert(folder.resolve("asked"), ConversionOptions.DEFAULT.withLoraScale(0.5), TINY, file))
                        .anyMatch(line -> line.contains("scale [0.5]"));
            } else {
                assertThat(convert(folder.resolve("told"), ConversionOptions.DEFAULT, TINY, file))
                        .anyMatch(line -> line.contains("scale [1.0]"));
            }
        }
    }

    @Test
    void aHeadThatIsNotWrittenIsTied() throws IOException {
        Path untied = folder.resolve("untied");
        for (String part : List.of("vlm", "connector", "transformer", "vae", "scheduler", "tokenizer")) {
            copy(TINY.resolve(part), untied.resolve(part));
        }
        Files.copy(TINY.resolve("model_index.json"), untied.resolve("model_index.json"));
        Path config = untied.resolve("vlm/config.json");
        Files.writeString(
                config,
                Files.readString(config).replace("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false"));
        Path out = folder.resolve("out");
        convert(out, ConversionOptions.DEFAULT, untied);
        assertThat(new JsonMapper()
                        .readTree(out.resolve("vlm/config.json").toFile())
                        .path("text_config")
                        .path("tie_word_embeddings")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void adaptersThatALaterSourceReplacesAreReported() {
        Path adapters = Golden.path("lora/peft");
        assertThat(convert(
                        out(), ConversionOptions.DEFAULT, TINY, Golden.path("lora/native_state.safetensors"), adapters))
                .anyMatch(line -> line.startsWith("left out: ") && line.contains("native_state.safetensors"));
    }

    @Test
    void adaptersCanBeLeftOut() {
        List<String> report =
                convert(out(), ConversionOptions.DEFAULT.withoutAdapters(), TINY, Golden.path("native/model_sft.pt"));
        assertSame(out(), TINY, "vlm", "transformer", "vae");
        assertThat(report).anyMatch(line -> line.startsWith("left out: adapter of vlm/model.embed_tokens.weight"));
    }

    @Test
    void zeroFolderGivesTheConnectorInFloat32() {
        List<String> report = convert(out(), ConversionOptions.DEFAULT, TINY, Golden.path("native/zero2/iter_5.pth"));
        assertSameModel(out());
        assertThat(report).anyMatch(line -> line.startsWith("connector: ") && line.endsWith("iter_5.pth"));
        assertThat(report).anyMatch(line -> line.startsWith("not in") && line.endsWith("transformer/proj_out.weight"));
    }

    @Test
    void zeroFolderBecomesOneFlatFileWithoutAnyModel() {
        Path flat = folder.resolve("flat.pt");
        List<String> report = convert(flat, ConversionOptions.DEFAULT, Golden.path("native/zero2/iter_5.pth"));
        assertThat(report).contains("not checked for completeness: no source has a model's configuration");
        convert(out(), ConversionOptions.DEFAULT, TINY, flat);
        assertSameModel(out());
    }

    @Test
    void releasedFolderToNativeFileAndBackIsTheSame() throws IOException {
        Path file = folder.resolve("model.pt");
        List<String> report = convert(file, ConversionOptions.DEFAULT, TINY);
        assertThat(report).anyMatch(line -> line.startsWith("left out: ") && line.contains("tensors of vlm"));
        try (var ours = TorchFile.open(file);
                var golden = TorchFile.open(Golden.path("native/model.pt"))) {
            assertThat(ours.tensors().keySet())
                    .containsExactlyInAnyOrderElementsOf(golden.tensors().keySet());
        }
        var options = ConversionOptions.DEFAULT.withConnectorConfig(TINY.resolve("connector/config.json"));
        convert(out(), options, baseModels(), file);
        assertSameModel(out());
    }

    @Test
    void wholeModelFitsIntoOneNativeFile() {
        Path file = folder.resolve("whole.pt");
        convert(file, ConversionOptions.DEFAULT.withWholeModel(), TINY);
        try (var native_ = TorchFile.open(file)) {
            assertThat(native_.tensors())
                    .containsKeys("lmm.model.language_model.norm.weight", "lmm.model.visual.merger.ln_q.weight")
                    .containsKey("vae.decoder.conv_in.weight");
        }
        convert(out(), ConversionOptions.DEFAULT, TINY, file);
        assertSameModel(out());
    }

    @Test
    void adaptersSurviveTheWayThroughANativeFile() {
        Path file = folder.resolve("sft.pt");
        convert(file, ConversionOptions.DEFAULT, Golden.path("native/model_sft.pt"));
        convert(out(), ConversionOptions.DEFAULT, TINY, file);
        Path direct = folder.resolve("direct");
        convert(direct, ConversionOptions.DEFAULT, TINY, Golden.path("native/model_sft.pt"));
        assertSame(out(), direct, "vlm", "connector", "transformer", "vae");
    }

    @Test
    void everyDifferenceIsListedAndNothingIsWritten() {
        Path wrong = folder.resolve("wrong.safetensors");
        try (var _ = Scope.open()) {
            SafetensorsWriter.write(
                    wrong,
                    Map.of(
                            "projector_2.bias", Tensor.zeros(DType.F32, 3),
                            "transformer.extra.weight", Tensor.zeros(DType.F32, 3),
                            "projector_3.bias", Tensor.zeros(DType.I64, 80),
                            "lmm.visual.nowhere.lora_A.default.weight", Tensor.zeros(DType.F32, 2, 3),
                            "lmm.visual.nowhere.lora_B.default.weight", Tensor.zeros(DType.F32, 4, 2)));
        }
        assertThatThrownBy(() -> convert(out(), ConversionOptions.DEFAULT, TINY, wrong))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("connector/projector_2.bias expected shape [")
                .hasMessageContaining("unexpected transformer/extra.weight")
                .hasMessageContaining("projector_3.bias I64")
                .hasMessageContaining("vlm/visual.nowhere.weight is missing, but has an adapter");
        assertThatThrownBy(() -> convert(out(), ConversionOptions.DEFAULT, Golden.path("native/model.pt")))
                .hasMessageContaining("a folder needs configurations and all components");
        assertThat(out()).doesNotExist();
    }

    @Test
    void missingTensorsAndStrangeNamesAreListed() throws IOException {
        Path strange = folder.resolve("strange.safetensors");
        try (var _ = Scope.open()) {
            SafetensorsWriter.write(
                    strange,
                    Map.of(
                            "ema.meta_queries", Tensor.zeros(DType.F32, 3),
                            "lmm.visual.x.lora_A.default.weight", Tensor.zeros(DType.F32, 2, 3)));
        }
        assertThatThrownBy(() -> convert(out(), ConversionOptions.DEFAULT, TINY, strange))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("unexpected " + strange + ": ema.meta_queries")
                .hasMessageContaining("has no other half lora_B");
        var options = ConversionOptions.DEFAULT.withConnectorConfig(TINY.resolve("connector/config.json"));
        Path zoo = baseModels();
        assertThatThrownBy(() -> convert(out(), options, zoo))
                .hasMessageContaining("missing connector/meta_queries")
                .hasMessageContaining("103 problems")
                .hasMessageEndingWith("and 83 more");
    }

    @Test
    void aPrefixOfAllNamesIsNamedOnce() {
        Path strange = folder.resolve("strange.safetensors");
        try (var _ = Scope.open()) {
            SafetensorsWriter.write(
                    strange,
                    Map.of(
                            "net.meta_queries", Tensor.zeros(DType.F32, 3),
                            "net.transformer.proj_out.bias", Tensor.zeros(DType.F32, 3)));
        }
        assertThatThrownBy(() -> convert(out(), ConversionOptions.DEFAULT, TINY, strange))
                .isInstanceOf(WeightException.class)
                .hasMessageStartingWith(strange + ": the names of 2 tensors begin with 'net.'")
                .hasMessageNotContaining("\n");
    }

    @Test
    void valuesThatDoNotFitHalfPrecisionAreReported() {
        Path large = folder.resolve("large.safetensors");
        long width = Golden.json("tiny/connector/config.json")
                .get("joint_attention_dim")
                .intValue();
        try (var _ = Scope.open()) {
            Tensor bias = Tensor.ones(DType.F32, width);
            bias.narrow(0, 1, 2).mulInPlace(-70_000);
            SafetensorsWriter.write(large, Map.of("projector_3.bias", bias));
        }
        assertThatThrownBy(() -> convert(out(), ConversionOptions.DEFAULT.withType(TargetType.FP16), TINY, large))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("nothing was written, values would become infinite")
                .hasMessageContaining("projector_3.bias")
                .hasMessageContaining("2 elements up to 70000");
        assertThat(out()).doesNotExist();
        convert(out(), ConversionOptions.DEFAULT.withType(TargetType.FP16), TINY);
        try (var file = Safetensors.open(out().resolve("connector/model.safetensors"))) {
            assertThat(file.entries().values()).allMatch(entry -> entry.spec().type() == DType.F16);
        }
    }

    @Test
    void interruptedConversionLeavesNothing() throws IOException {
        try (var conversion = Conversion.open(List.of(TINY), out(), ConversionOptions.DEFAULT)) {
            assertThatThrownBy(() -> conversion.write(_ -> {
                        throw new IllegalStateException("stop");
                    }))
                    .hasMessage("stop");
        }
        assertThat(folder).isEmptyDirectory();
        Files.createDirectory(out());
        assertThatThrownBy(() -> convert(out(), ConversionOptions.DEFAULT, TINY))
                .hasMessageContaining("exists already; nothing is overwritten");
    }

    @Test
    void unknownSourcesAreRefused() {
        assertThatThrownBy(() -> convert(out(), ConversionOptions.DEFAULT, folder.resolve("absent")))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("nothing of this name exists");
    }
}
