// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.prompt;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.shapeworld.task.Task;
import io.github.deepgen4j.training.data.ShapeWorldData;
import io.github.deepgen4j.training.yaml.BesideFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A data set of prompts; {@code type} in the file chooses, a file of prompts where it is absent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = PromptSource.FromFile.class)
public sealed interface PromptSource {
    String name();

    /** The weight of its prompts against those of others. */
    double sampleWeight();

    /** A weight above 0 for each reward, in entries of one reward each as the published files have them. */
    List<Map<RewardName, Double>> rewards();

    /**
     * Reads or makes it.
     *
     * @throws io.github.deepgen4j.model.files.ConfigException if it cannot be used
     */
    PromptSet open();

    /** All rewards of a source in one map. */
    static Map<String, Double> weights(List<Map<RewardName, Double>> rewards) {
        Map<String, Double> all = new TreeMap<>();
        rewards.forEach(entry -> entry.forEach((name, weight) -> all.put(name.word(), weight)));
        return all;
    }

    private static void check(String name, double sampleWeight, List<Map<RewardName, Double>> rewards) {
        require(!name.isBlank(), "name", "a name", "none");
        require(sampleWeight > 0 && sampleWeight < 1e9, "sample_weight", "more than 0", sampleWeight);
        require(!rewards.isEmpty(), "rewards", "a list such as [{clip_sim: 0.3}, {ocr: 0.7}]", "none");
        List<RewardName> names = new ArrayList<>();
        for (Map<RewardName, Double> entry : rewards) {
            entry.forEach((reward, weight) -> {
                require(
                        weight > 0 && weight < 1e9,
                        "rewards",
                        "more than 0 for " + reward.word() + " (leave it out instead of 0)",
                        weight);
                require(!names.contains(reward), "rewards", reward.word() + " once", "it twice");
                names.add(reward);
            });
        }
    }

    /**
     * Prompts in a file: a line each ({@code .txt}), a field {@code prompt} or {@code caption} each ({@code .jsonl}),
     * or a column of one of these names ({@code .parquet}).
     *
     * @param path relative to the file that names it
     */
    record FromFile(
            String name,
            @BesideFile Path path,
            @JsonProperty(defaultValue = "1.0") double sampleWeight,
            List<Map<RewardName, Double>> rewards)
            implements PromptSource {
        public FromFile {
            rewards = List.copyOf(rewards);
            check(name, sampleWeight, rewards);
            for (RewardName reward : RewardName.values()) {
                require(
                        !asks(rewards, reward) || !reward.needsShapeWorld(),
                        "rewards",
                        "no " + reward.word() + " for prompts of a file (a data set of the type shapeworld has it)",
                        reward.word());
            }
            require(
                    !asks(rewards, RewardName.GEN_EVAL)
                            || path.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl"),
                    "path",
                    "a .jsonl with the rows of GenEval for the reward gen_eval",
                    path);
        }

        private static boolean asks(List<Map<RewardName, Double>> rewards, RewardName reward) {
            return rewards.stream().anyMatch(entry -> entry.containsKey(reward));
        }

        @Override
        public PromptSet open() {
            return PromptFile.read(path, name, weights(rewards));
        }
    }

    /**
     * Prompts of ShapeWorld, of the training half only.
     *
     * @param weights how often each kind occurs, relative to the others; kinds of prompts, none of edits
     * @param count number of prompts; prompt i is the same in every run
     * @param seed another one gives other prompts
     */
    record FromShapeWorld(
            @JsonProperty(defaultValue = "shapeworld") String name,
            Map<Kind, Double> weights,
            @JsonProperty(defaultValue = "train") Split split,
            @JsonProperty(defaultValue = "100000") int count,
            @JsonProperty(defaultValue = "1") long seed,
            @JsonProperty(defaultValue = "1.0") double sampleWeight,
            List<Map<RewardName, Double>> rewards)
            implements PromptSource {
        public FromShapeWorld {
            rewards = List.copyOf(rewards);
            check(name, sampleWeight, rewards);
            for (RewardName reward : List.of(RewardName.GEN_EVAL, RewardName.EDITREWARD)) {
                boolean asked = rewards.stream().anyMatch(entry -> entry.containsKey(reward));
                require(!asked, "rewards", "none that needs rows of a .jsonl", reward.word());
            }
            weights = new ShapeWorldData(weights, split).weights(); // refuses held-out splits
            weights.keySet()
                    .forEach(kind ->
                            require(kind instanceof Category, "weights", "kinds of prompts, no edits", kind.word()));
            require(count >= 1, "count", "1 or more", count);
        }

        @Override
        public PromptSet open() {
            var examples = new ExampleSet(weights, split, seed);
            Map<String, Double> asked = PromptSource.weights(rewards);
            return new PromptSet(name, count, i -> {
                Task task = (Task) examples.get(i);
                return new Prompt(task.prompt(), name, asked, new Origin.World(task));
            });
        }
    }
}
