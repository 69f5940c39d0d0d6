// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.benchmarks;

import io.github.deepgen4j.model.components.Architecture;
import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.generation.PromptEncoder;
import io.github.deepgen4j.model.generation.TensorRecorder;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.qwen.LanguageModel;
import io.github.deepgen4j.model.weights.Checkpoint;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Int8Rules;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.QuantisedWeights;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The cost of int8 layer by layer: the relative error of the velocity (transformer) and of the conditions (language
 * model, connector) when one kind of matrix alone is in int8, when one block alone is, and when all are. Everything
 * else is in float32; the velocities are those of an exact unguided way from noise to a picture. Arguments: a model,
 * and a file of prompts, one a line. {@code int8-dense.txt} is written from this table.
 */
public final class Int8Layers {
    private static final double[] SIGMAS = {1, 0.8, 0.6, 0.4, 0.2, 0};

    private final Networks networks;
    private final Architecture architecture;

    private Int8Layers(Networks networks) {
        this.networks = networks;
        this.architecture = new Architecture(networks.config(), ConstantPrecision.BF16);
    }

    /** One place of the way: latents (B, C, h, w) at a noise level, and the exact velocity there. */
    private record Passed(Tensor latents, double sigma, Tensor velocity) {}

    /** Prints the table. */
    public static void main(String[] arguments) throws IOException {
        Path folder = ModelNames.folder(arguments[0]);
        List<String> prompts = Files.readAllLines(Path.of(arguments[1]));
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                var networks = Networks.open(folder, NetworkOptions.mapped(Compute.F32, ConstantPrecision.BF16))) {
            new Int8Layers(networks).measure(prompts);
        }
    }

    private void measure(List<String> prompts) {
        try (TensorRecorder recorded = new TensorRecorder()) {
            PromptEncoder encoder = new PromptEncoder(networks);
            Conditions conditions = encoder.encode(
                    encoder.batch(prompts.stream()
                            .map(prompt -> encoder.tokenize(prompt, List.of()))
                            .toList()),
                    List.of(),
                    recorded);
            Map<String, Tensor> inputs = recorded.tensors();
            rows(Component.VLM, "model.", names -> error(conditions, conditionsOfVlm(inputs, names)));
            rows(Component.CONNECTOR, "", names -> error(conditions, conditionsOfConnector(inputs, names)));
            List<Passed> way = way(conditions);
            rows(Component.TRANSFORMER, "", names -> error(way, conditions, names));
        }
    }

    /** @param error of the result when the matrices of some names are in int8 */
    private void rows(Component component, String prefix, Function<Predicate<String>, Double> error) {
        Map<String, long[]> matrices = architecture.manifest(component).matrices();
        List<String> names = matrices.keySet().stream()
                .filter(name -> name.startsWith(prefix) && !name.contains("embed_tokens"))
                .toList();
        Set<String> kinds = new TreeSet<>();
        Set<String> blocks = new TreeSet<>();
        for (String name : names) {
            kinds.add(kind(name));
            block(name).forEach(blocks::add);
        }
        double all = names.stream()
                .mapToLong(name -> TensorSpec.elements(matrices.get(name)))
                .sum();
        Map<String, Predicate<String>> groups = new LinkedHashMap<>();
        groups.put("all", _ -> true);
        groups.put("all that int8-dense.txt leaves", name -> Int8Rules.DEFAULT.takes(component, name));
        kinds.forEach(kind -> groups.put(kind, name -> kind(name).equals(kind)));
        blocks.forEach(block -> groups.put(block, name -> block(name).contains(block)));
        System.out.printf("%n%s, weights with share of the parameters, relative error%n", component);
        groups.forEach((group, member) -> {
            double share = names.stream()
                            .filter(member)
                            .mapToLong(name -> TensorSpec.elements(matrices.get(name)))
                            .sum()
                    / all;
            double found = error.apply(name -> names.contains(name) && member.test(name));
            System.out.printf(Locale.ROOT, "%-55s %6.2f %% %9.4f %%%n", group, 100 * share, 100 * found);
        });
    }

    /** {@code transformer_blocks.3.attn.to_q.weight} is of the kind {@code transformer_blocks.N.attn.to_q.weight}. */
    private static String kind(String name) {
        return name.replaceAll("\\.\\d+\\.(?=.*\\.)", ".N.");
    }

    private static List<String> block(String name) {
        var matcher = Pattern.compile("^(.*?(?:blocks|layers)\\.\\d+)\\.").matcher(name);
        return matcher.find() ? List.of(matcher.group(1)) : List.of();
    }

    private Checkpoint checkpoint(Component component) {
        Manifest manifest = architecture.manifest(component);
        return Checkpoint.open(networks.folder().resolve(component.folder()), manifest, DType.F32);
    }

    // ---- conditions ----

    private Conditions conditionsOfVlm(Map<String, Tensor> inputs, Predicate<String> names) {
        try (Checkpoint checkpoint = checkpoint(Component.VLM);
                QuantisedWeights weights = new QuantisedWeights(checkpoint, names)) {
            LanguageModel languageModel = architecture.languageModel(weights);
            Tensor embeddings = inputs.get("hidden_states.0");
            List<Tensor> states = languageModel.hiddenStates(
                    embeddings,
                    inputs.get("attention_mask"),
                    inputs.get("position_ids"),
                    networks.config().connector().selectedLayers());
            return networks.connector().forward(states);
        }
    }

    private Conditions conditionsOfConnector(Map<String, Tensor> inputs, Predicate<String> names) {
        List<Tensor> states = new ArrayList<>();
        for (int layer : networks.config().connector().selectedLayers()) {
            states.add(inputs.get("hidden_states." + layer));
        }
        try (Checkpoint checkpoint = checkpoint(Component.CONNECTOR);
                QuantisedWeights weights = new QuantisedWeights(checkpoint, names)) {
            StackedChannelBridging connector = architecture.connector(weights);
            return connector.forward(states);
        }
    }

    private static double error(Conditions exact, Conditions found) {
        return relative(exact.sequence(), found.sequence());
    }

    // ---- velocities ----

    private List<Passed> way(Conditions conditions) {
        List<Passed> way = new ArrayList<>();
        int side = networks.config().imageSize() / networks.config().vae().downsampling();
        try (Rng rng = Rng.seeded(7)) {
            Tensor latents = rng.normal(
                    conditions.pooled().size(0), networks.config().vae().latentChannels(), side, side);
            for (int i = 0; i + 1 < SIGMAS.length; i++) {
                Tensor velocity = velocity(networks.transformer(), conditions, latents, SIGMAS[i]);
                way.add(new Passed(latents, SIGMAS[i], velocity));
                latents = latents.add(velocity.mul(SIGMAS[i + 1] - SIGMAS[i]));
            }
        }
        return way;
    }

    private static Tensor velocity(DiffusionTransformer dit, Conditions conditions, Tensor latents, double sigma) {
        long rows = latents.size(0);
        try (var scope = Scope.open()) {
            return scope.keep(dit.forward(
                    latents,
                    dit.embedReferences(Collections.nCopies((int) rows, List.of())),
                    dit.embed(conditions),
                    Tensor.full(1000 * sigma, DType.F32, rows),
                    Set.of()));
        }
    }

    private double error(List<Passed> way, Conditions conditions, Predicate<String> names) {
        double difference = 0;
        double size = 0;
        try (var _ = Scope.open();
                Checkpoint checkpoint = checkpoint(Component.TRANSFORMER);
                QuantisedWeights weights = new QuantisedWeights(checkpoint, names)) {
            DiffusionTransformer dit = architecture.transformer(weights);
            for (Passed passed : way) {
                Tensor found = velocity(dit, conditions, passed.latents(), passed.sigma());
                difference += Math.pow(found.sub(passed.velocity()).norm().item(), 2);
                size += Math.pow(passed.velocity().norm().item(), 2);
            }
        }
        return Math.sqrt(difference / size);
    }

    private static double relative(Tensor exact, Tensor found) {
        return found.sub(exact).norm().item() / exact.norm().item();
    }
}
