// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.ValidationSet;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.LatentEncoder;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.PromptEncoder;
import io.github.deepgen4j.model.generation.Sampler;
import io.github.deepgen4j.model.generation.SamplerOptions;
import io.github.deepgen4j.model.image.ContactSheet;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.sampling.Euler;
import io.github.deepgen4j.model.text.TokenizedPrompt;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.objective.Objective.Validation;
import io.github.deepgen4j.training.objective.Seeds;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Held-out prompts of ShapeWorld, drawn along the ODE from noise that is always the same, by all processes together,
 * and scored by ShapeWorld's scorer.
 */
final class HeldOut {
    private static final int TOGETHER = 16;
    private static final int SHOWN = 48;
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param tasks number of prompts of each kind
     * @param steps of denoising
     * @param guidance scale, 1 for none
     */
    public record Config(
            Map<Kind, Integer> tasks,
            int steps,
            @JsonProperty(defaultValue = "1.0") double guidance) {
        public Config {
            tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
            require(!tasks.isEmpty(), "tasks", "one kind of prompts or more", "none");
            tasks.forEach((kind, count) -> {
                require(kind instanceof Category, "tasks", "kinds of prompts, no edits", kind.word());
                require(count >= 1, "tasks", "1 or more of " + kind.word(), count);
            });
            require(steps >= 1, "steps", "1 or more", steps);
            require(guidance >= 1, "guidance", "1 or more", guidance);
        }
    }

    private final Config config;
    private final Networks model;
    private final ProcessGroup group;
    private final Size size;
    private final ValidationSet tasks;
    private final PromptEncoder encoder;

    HeldOut(Config config, Networks model, ProcessGroup group, Size size) {
        this.config = config;
        this.model = model;
        this.group = group;
        this.size = size;
        this.tasks = new ValidationSet(config.tasks().entrySet().stream()
                .flatMap(kind ->
                        ValidationSet.heldOut(List.of(kind.getKey()), kind.getValue(), Seeds.VALIDATION)
                                .examples()
                                .stream())
                .toList());
        this.encoder = new PromptEncoder(model);
    }

    /** Called by all processes. */
    Validation measure() {
        int count = tasks.examples().size();
        Map<Integer, List<Integer>> alike = new TreeMap<>(); // of one length: nothing is padded
        IntStream.range(0, count)
                .filter(i -> i % group.worldSize() == group.rank())
                .forEach(i -> alike.computeIfAbsent(tokens(i).length(), _ -> new ArrayList<>())
                        .add(i));
        Map<Integer, String> own = new TreeMap<>();
        for (List<Integer> numbers : alike.values()) {
            for (int first = 0; first < numbers.size(); first += TOGETHER) {
                List<Integer> some = numbers.subList(first, Math.min(numbers.size(), first + TOGETHER));
                List<Image> drawn = draw(some);
                for (int i = 0; i < drawn.size(); i++) {
                    own.put(
                            some.get(i),
                            Base64.getEncoder().encodeToString(drawn.get(i).png(Map.of())));
                }
            }
        }
        List<Image> images = exchange(own, count);
        Map<String, Double> measures = new LinkedHashMap<>(tasks.measures(images));
        return new Validation(measures, ContactSheet.of(images.subList(0, Math.min(SHOWN, count)), 12));
    }

    private TokenizedPrompt tokens(int number) {
        return encoder.tokenize(tasks.examples().get(number).prompt(), List.of());
    }

    private List<Image> draw(List<Integer> numbers) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            List<TokenizedPrompt> rows =
                    new ArrayList<>(numbers.stream().map(this::tokens).toList());
            SamplerOptions options = SamplerOptions.of(config.steps(), config.guidance());
            if (options.guidance().active()) {
                rows.addAll(Collections.nCopies(numbers.size(), encoder.tokenize("", List.of())));
            }
            var conditions = encoder.encode(encoder.batch(rows), List.of(), Observer.NONE);
            ConditionPair pair =
                    options.guidance().active() ? ConditionPair.of(conditions) : ConditionPair.unguided(conditions);
            long[] shape = new LatentEncoder(model).shape(size);
            List<Tensor> noise = new ArrayList<>();
            for (int number : numbers) {
                try (var rng = Rng.seeded(Seeds.VALIDATION + number)) {
                    noise.add(rng.normal(shape));
                }
            }
            Sampler sampler = new Sampler(model, new Euler());
            Tensor latents = sampler.latents(
                    pair,
                    Collections.nCopies(numbers.size(), List.of()),
                    Tensor.stack(0, noise),
                    options,
                    Observer.NONE);
            return Pixels.toImages(sampler.pixels(latents, Observer.NONE));
        }
    }

    private List<Image> exchange(Map<Integer, String> own, int count) {
        Map<Integer, String> all = new TreeMap<>();
        for (String text : group.allGather(JSON.writeValueAsString(own))) {
            JSON.readTree(text)
                    .propertyStream()
                    .forEach(entry -> all.put(
                            Integer.valueOf(entry.getKey()), entry.getValue().asString()));
        }
        return IntStream.range(0, count)
                .mapToObj(i -> Image.read(Base64.getDecoder().decode(all.get(i)), "held-out image " + i))
                .toList();
    }
}
