// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.text.Tokenizer;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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
                long[] tokens = slotTokens.of(example);
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
}
