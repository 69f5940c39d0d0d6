// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Prompt files and mixes as the published code reads them. Its order of draws needs torch's generator. */
class PromptDataGoldenTest {
    private static final JsonNode DATA = Golden.json("rl/data.json");

    @TempDir
    private Path folder;

    @Test
    void filesGiveThePublishedItems() throws IOException {
        for (var file : DATA.get("files").properties()) {
            String text = file.getValue().stringValue();
            JsonNode items = DATA.get("items").path(file.getKey());
            if (items.isMissingNode()) {
                continue; // only part of a mix
            }
            List<String> expected = new ArrayList<>();
            int empty = -1;
            for (JsonNode item : items) {
                empty = item.get("prompt").stringValue().isEmpty() ? expected.size() : empty;
                expected.add(item.get("prompt").stringValue());
            }
            Path path = Files.writeString(folder.resolve(file.getKey()), text);
            if (empty >= 0) { // published: an empty prompt; ours: refused with its line
                int line = empty + 1;
                assertThatThrownBy(() -> read(path)).hasMessageContaining(path + ":" + line + ": ");
                List<String> lines = new ArrayList<>(text.lines().toList());
                lines.remove(empty);
                expected.remove(empty);
                Files.writeString(path, String.join("\n", lines));
            }
            PromptSet set = read(path);
            assertThat(set.size()).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertThat(set.get(i).text()).isEqualTo(expected.get(i));
                assertThat(set.get(i).dataset()).isEqualTo(file.getKey());
                assertThat(set.get(i).rewards()).isEqualTo(Map.of("ocr", 0.5));
            }
        }
    }

    private static PromptSet read(Path path) {
        return PromptFile.read(path, path.getFileName().toString(), Map.of("ocr", 0.5));
    }

    @Test
    void mixesHaveThePublishedWeights() throws IOException {
        for (JsonNode mix : DATA.get("mix")) {
            boolean weightOnly = mix.get("mode").stringValue().equals("weight_only");
            StringBuilder yaml = new StringBuilder("sampling_mode: ")
                    .append(mix.get("mode").stringValue())
                    .append("\ndatasets:\n");
            int sets = mix.get("lengths").size();
            for (int d = 0; d < sets; d++) {
                Files.writeString(
                        folder.resolve(d + ".txt"),
                        "x\n".repeat(mix.get("lengths").get(d).intValue()));
                yaml.append("  - {name: d%d, path: %d.txt, sample_weight: %s, rewards: ["
                                .formatted(d, d, mix.get("sample_weight").get(d)))
                        .append(rewards(mix.get("reward_columns")))
                        .append("]}\n");
            }
            PromptMixConfig config = PromptMixFile.read(Files.writeString(folder.resolve("mix.yaml"), yaml));
            PromptMix opened = PromptMix.open(config, 0);
            assertThat(opened.rewards()).isEqualTo(texts(mix.get("reward_columns")));
            double[] shares = publishedShares(mix, weightOnly);
            for (int d = 0; d < sets; d++) {
                assertThat(opened.datasetShares().get(d)).isCloseTo(shares[d], within(1e-12));
            }
        }
    }

    /** From the weight of each prompt; where there is none all are equal, but for the mended B22. */
    private static double[] publishedShares(JsonNode mix, boolean weightOnly) {
        JsonNode lengths = mix.get("lengths");
        double[] shares = new double[lengths.size()];
        double sum = 0;
        int item = 0;
        for (int d = 0; d < shares.length; d++) {
            for (int i = 0; i < lengths.get(d).intValue(); i++, item++) {
                double weight = mix.get("per_item_weights").isNull()
                        ? weightOnly ? 1.0 / lengths.get(d).intValue() : 1
                        : mix.get("per_item_weights").get(item).doubleValue();
                shares[d] += weight;
                sum += weight;
            }
        }
        for (int d = 0; d < shares.length; d++) {
            shares[d] /= sum;
        }
        return shares;
    }

    @Test
    void theReleasedMixIsRead() throws IOException {
        JsonNode released = DATA.get("released_mix");
        StringBuilder yaml = new StringBuilder("sampling_mode: ")
                .append(released.get("sampling_mode").stringValue())
                .append("\ndatasets:\n");
        for (JsonNode set : released.get("datasets")) {
            String name = set.get("name").stringValue();
            Files.writeString(folder.resolve(name + ".txt"), "a\nb\n");
            List<String> rewards = new ArrayList<>();
            set.get("rewards")
                    .properties()
                    .forEach(entry -> rewards.add("{" + entry.getKey() + ": " + entry.getValue() + "}"));
            yaml.append("  - name: ")
                    .append(name)
                    .append("\n    path: ")
                    .append(name)
                    .append(".txt")
                    .append("\n    sample_weight: ")
                    .append(set.get("sample_weight"))
                    .append("\n    rewards: [")
                    .append(String.join(", ", rewards))
                    .append("]\n");
        }
        PromptMixConfig config = PromptMixFile.read(Files.writeString(folder.resolve("released.yaml"), yaml));
        assertThat(PromptMix.open(config, 0).rewards()).isEqualTo(texts(released.get("reward_columns")));
        for (int i = 0; i < config.datasets().size(); i++) {
            Map<String, Double> expected = new TreeMap<>();
            released.get("datasets")
                    .get(i)
                    .get("rewards")
                    .properties()
                    .forEach(entry ->
                            expected.put(entry.getKey(), entry.getValue().doubleValue()));
            assertThat(PromptSource.weights(config.datasets().get(i).rewards())).isEqualTo(expected);
        }
    }

    private static String rewards(JsonNode names) {
        return String.join(
                ", ", texts(names).stream().map(name -> "{" + name + ": 0.5}").toList());
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }
}
