// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.Holding;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.sampling.CpsSde;
import io.github.deepgen4j.model.sampling.DanceSde;
import io.github.deepgen4j.model.sampling.FlowSde;
import io.github.deepgen4j.model.sampling.SdeStep;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The tiny transformer of the RL fixtures, in a model folder of which it is the only component with weights. */
final class GoldenPolicy {
    private static final JsonMapper JSON = new JsonMapper();

    private GoldenPolicy() {}

    /**
     * Makes the folder.
     *
     * @param facts {@code transformer_config} and the runs' shift
     * @param prefixes of the weights' names, later ones before earlier ones
     */
    static void write(Path folder, JsonNode facts, double shift, Safetensors tensors, String... prefixes) {
        for (String file : List.of("model_index.json", "vlm/config.json")) {
            put(folder, file, Golden.json("tiny/" + file));
        }
        JsonNode config = facts.get("transformer_config");
        put(folder, "transformer/config.json", config);
        put(
                folder,
                "connector/config.json",
                object("tiny/connector/config.json")
                        .put(
                                "joint_attention_dim",
                                config.get("joint_attention_dim").asInt())
                        .put(
                                "pooled_projection_dim",
                                config.get("pooled_projection_dim").asInt()));
        put(
                folder,
                "vae/config.json",
                object("tiny/vae/config.json")
                        .put("latent_channels", config.get("in_channels").asInt()));
        put(
                folder,
                "scheduler/scheduler_config.json",
                object("tiny/scheduler/scheduler_config.json").put("shift", shift));
        try (var _ = Scope.open()) {
            Map<String, Tensor> weights = new LinkedHashMap<>();
            Stream.of(prefixes).forEach(prefix -> weights.putAll(weights(tensors, prefix)));
            SafetensorsWriter.write(folder.resolve("transformer/diffusion_pytorch_model.safetensors"), weights);
        }
    }

    private static ObjectNode object(String file) {
        return (ObjectNode) Golden.json(file);
    }

    private static void put(Path folder, String file, JsonNode content) {
        try {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, JSON.writeValueAsString(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The transformer's tensors by name, in the innermost scope. */
    static Map<String, Tensor> weights(Safetensors tensors, String prefix) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String name : tensors.names()) {
            if (name.startsWith(prefix)) {
                weights.put(name.substring(prefix.length()), tensors.tensor(name));
            }
        }
        return weights;
    }

    static Networks open(Path folder) {
        return Networks.open(
                folder,
                new NetworkOptions(
                        Compute.F32,
                        ConstantPrecision.F32,
                        Map.of(Component.TRANSFORMER, Holding.TRAINABLE),
                        0,
                        new DeepGenInitialiser(6),
                        Map.of(),
                        List.of()));
    }

    static SdeStep step(String sampler, double eta) {
        return switch (sampler) {
            case "flowgrpo_sde" -> new FlowSde(eta);
            case "cps_sde" -> new CpsSde(eta);
            case "dance_sde" -> new DanceSde(eta);
            default -> throw new AssertionError("unknown sampler " + sampler);
        };
    }

    /** Recorded embeddings of prompts, shorter ones filled with zeros on the right, as published. */
    static Conditions conditions(Safetensors tensors, List<String> prompts) {
        List<Tensor> sequences =
                prompts.stream().map(p -> tensors.tensor("embed." + p + ".seq")).toList();
        long longest = sequences.stream().mapToLong(s -> s.size(0)).max().orElseThrow();
        List<Tensor> rows = new ArrayList<>();
        for (Tensor sequence : sequences) {
            long missing = longest - sequence.size(0);
            rows.add(
                    missing == 0
                            ? sequence
                            : Tensor.cat(0, sequence, Tensor.zeros(DType.F32, missing, sequence.size(1))));
        }
        return new Conditions(
                Tensor.stack(0, rows),
                Tensor.stack(
                        0,
                        prompts.stream()
                                .map(p -> tensors.tensor("embed." + p + ".pooled"))
                                .toList()));
    }

    /** With guidance the second half of a batch are the negative prompts. */
    static ConditionPair pair(Conditions batch, double guidance) {
        return guidance > 0 ? ConditionPair.of(batch) : ConditionPair.unguided(batch);
    }

    /** Recorded draws of one forward pass, of which the first may hold one row for each prompt. */
    record Recorded(List<Tensor> draws) implements GroupNoise {
        @Override
        public Tensor start(int first, int count, long... shape) {
            Tensor start = draws.getFirst();
            int times = count / Math.toIntExact(start.size(0));
            long[] source = IntStream.range(0, count).mapToLong(i -> i / times).toArray();
            return start.indexSelect(0, Tensor.of(source, source.length));
        }

        @Override
        public Tensor step(int number, int first, int count, long... shape) {
            return draws.get(number + 1);
        }
    }
}
