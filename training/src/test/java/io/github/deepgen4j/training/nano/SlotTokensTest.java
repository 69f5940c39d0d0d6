// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.icons.IconExamples;
import io.github.deepgen4j.icons.IconSplit;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.icons.task.IconPlan;
import io.github.deepgen4j.model.text.Tokenizer;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlotTokensTest {
    @Test
    void everyWordOfAPlanHasATokenOfItsOwn() {
        try (Tokenizer tokenizer = Tokenizer.open(Path.of("../configs/nano/tokenizer"))) {
            SlotTokens slotTokens = new SlotTokens(tokenizer);
            Map<Long, String> words = new HashMap<>();
            Map<Kind, Double> all = Kind.ALL.stream().collect(Collectors.toMap(Function.identity(), _ -> 1.0));
            ExampleSet examples = new ExampleSet(all, Split.TRAIN, 1);
            HashSet<String> seen = new HashSet<>();
            for (int i = 0; i < 2000; i++) {
                Example example = examples.get(i);
                long[] tokens = slotTokens.of(example.slots());
                assertThat(tokens).hasSize(Example.SLOTS);
                for (int slot = 0; slot < tokens.length; slot++) {
                    String word = example.slots().get(slot);
                    seen.add(word);
                    assertThat(words.computeIfAbsent(tokens[slot], _ -> word)).isEqualTo(word);
                }
            }
            assertThat(seen).hasSizeGreaterThan(60);
        }
    }

    @Test
    void everyWordOfAPlanOfIconsHasATokenOfItsOwn() {
        List<Path> folders = Stream.of("fluent-emoji", "fluent-emoji-flat", "noto", "twemoji", "words")
                .map(Path.of("../testdata/icons")::resolve)
                .toList();
        IconExamples icons = new IconExamples(folders, IconSplit.TRAIN, 96, Map.of());
        Map<IconKind, Double> kinds =
                Stream.of(IconKind.values()).collect(Collectors.toMap(Function.identity(), _ -> 1.0));
        RandomGenerator random = Choices.random(1);
        try (Tokenizer tokenizer = Tokenizer.open(Path.of("../configs/mini/tokenizer"))) {
            SlotTokens slotTokens = new SlotTokens(tokenizer);
            Map<Long, String> words = new HashMap<>();
            for (int i = 0; i < 3000; i++) {
                List<String> slots = icons.example(icons.possible(kinds), Set.of(Language.EN), random)
                        .plan()
                        .slots();
                long[] tokens = slotTokens.of(slots);
                assertThat(tokens).hasSize(IconPlan.SLOTS);
                for (int slot = 0; slot < tokens.length; slot++) {
                    String word = slots.get(slot);
                    assertThat(words.computeIfAbsent(tokens[slot], _ -> word)).isEqualTo(word);
                }
            }
            assertThat(words).hasSizeGreaterThan(80);
        }
    }
}
