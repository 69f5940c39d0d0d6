// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.generation.Noise;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.sampling.Step;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A recorded generation of the golden folder, and the pipeline over its checkpoint. */
record GoldenCase(String name, JsonNode facts) {
    static GoldenCase of(String name) {
        return new GoldenCase(name, Golden.json(name + "/case.json"));
    }

    /** The tiny model, opened as the pipeline opens any model. */
    record Model(Networks networks, Generation generation) implements AutoCloseable {
        static Model open(Path folder, Compute compute, ConstantPrecision constants, Step step) {
            Networks networks = Networks.open(folder, NetworkOptions.mapped(compute, constants));
            return new Model(networks, new Generation(networks, step));
        }

        static Model tiny(Compute compute, ConstantPrecision constants, Step step) {
            return open(Golden.path("tiny"), compute, constants, step);
        }

        /** Loads all weights now, for tests that count handles. */
        void load() {
            try (var _ = Scope.open();
                    var _ = Autograd.disabled()) {
                networks.vision();
                networks.languageModel();
                networks.connector();
                networks.transformer();
                networks.vae();
            }
        }

        @Override
        public void close() {
            networks.close();
        }
    }

    List<Sample> samples(Model model) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < facts.get("prompts").size(); i++) {
            List<Image> references = new ArrayList<>();
            for (JsonNode reference : facts.path("refs").path(i)) {
                references.add(reference(reference));
            }
            samples.add(model.generation()
                    .sample(
                            facts.get("prompts").get(i).asString(),
                            facts.get("negatives").get(i).asString(),
                            references));
        }
        return samples;
    }

    private Image reference(JsonNode reference) {
        Image image = Image.read(Golden.path(name).resolve(reference.get("file").asString()));
        ResizeRule rule = ResizeRule.valueOf(reference.get("resize").asString().toUpperCase(Locale.ROOT));
        Size target = rule.target(image.size(), reference.get("image_size").asInt());
        if (!target.equals(
                new Size(reference.get("width").asInt(), reference.get("height").asInt()))) {
            throw new AssertionError(reference + " became " + target);
        }
        return Resize.resize(image, target, Filter.BICUBIC);
    }

    Size size() {
        return new Size(facts.get("width").asInt(), facts.get("height").asInt());
    }

    SamplingOptions options() {
        return SamplingOptions.DEFAULT
                .withSteps(facts.get("steps").asInt())
                .withGuidance(facts.get("guidance").asDouble());
    }

    /** The recorded draws. */
    Noise noise() {
        return new Noise.FromFile(Golden.path(name + "/tensors.safetensors"));
    }
}
