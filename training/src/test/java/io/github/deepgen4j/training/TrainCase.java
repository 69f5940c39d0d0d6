// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.data.Batch;
import io.github.deepgen4j.training.data.Sample;
import io.github.deepgen4j.training.data.SampleType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A recorded micro-batch of the golden folder: its images, texts and draws. */
public final class TrainCase implements AutoCloseable {
    private final JsonNode facts;
    private final Safetensors tensors;

    public TrainCase(String name) {
        this.facts = Golden.json("train/case.json").get(name);
        this.tensors = Golden.tensors("train/" + name + ".safetensors");
    }

    /** The tiny model in float32, constants unrounded. */
    public static Networks model(Path folder, List<String> trainable) {
        return Networks.open(
                folder,
                Trained.options(trainable, DType.F32, ConstantPrecision.F32, 0, new DeepGenInitialiser(6), Map.of()));
    }

    /** A copy of the tiny model with the recorded adapters beside it. */
    public static Path withLora(Path target) {
        copy(Golden.path("tiny"), target);
        copy(Golden.path("lora/peft"), target.resolve("lora"));
        return target;
    }

    /** Prefixes of what a stage trains. */
    public static List<String> trainable(int stage) {
        return stage == 1 ? List.of("connector") : List.of("connector", "transformer");
    }

    /**
     * The model that a recorded stage began with.
     *
     * @param copy folder for a copy with adapters, which the second stage has
     */
    public static Networks ofStage(int stage, Path copy) {
        return model(stage == 1 ? Golden.path("tiny") : withLora(copy), trainable(stage));
    }

    /** Trainable parameters under the reference's names: those of the connector stand at top level. */
    public static Map<String, Tensor> nativeNames(Networks model, int stage) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        model.parameters(trainable(stage))
                .forEach((name, tensor) -> named.put(name.replaceFirst("^connector\\.", ""), tensor));
        return named;
    }

    public static void copy(Path source, Path target) {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Safetensors tensors() {
        return tensors;
    }

    public Batch batch() {
        JsonNode edited = facts.get("texts_after_dropout");
        JsonNode texts = edited == null || edited.isNull() ? facts.get("texts") : edited;
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            List<Image> references = new ArrayList<>();
            while (tensors.has("ref_u8." + i + "." + references.size())) {
                references.add(image("ref_u8." + i + "." + references.size()));
            }
            SampleType type = references.isEmpty() ? SampleType.TEXT_TO_IMAGE : SampleType.IMAGE_TO_IMAGE;
            samples.add(new Sample(type, texts.get(i).asString(), image("image_u8." + i), references, "golden"));
        }
        return new Batch(0, samples.getFirst().type(), samples);
    }

    private Image image(String key) {
        Tensor bytes = tensors.tensor(key);
        return Image.of((int) bytes.size(1), (int) bytes.size(0), bytes.toBytes());
    }

    @Override
    public void close() {
        tensors.close();
    }
}
