// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.engines.EngineKind;
import io.github.deepgen4j.engines.EngineStore;
import io.github.deepgen4j.engines.Engines;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import io.github.deepgen4j.training.rl.reward.ImageGroup;
import io.github.deepgen4j.training.rl.reward.RewardTable;
import io.github.deepgen4j.training.rl.reward.Rewards;
import io.github.deepgen4j.training.rl.reward.RewardsConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reward for text with a real reader, PP-OCR, on words that the nano draws. */
class OcrRewardTest {
    private static final List<String> WORDS = List.of("HELP", "MOON", "SALE", "WOLF");

    /** The jar with the models of PP-OCR, as a user downloads it. */
    private static Path models() throws URISyntaxException {
        String uri = OcrRewardTest.class
                .getClassLoader()
                .getResource("models/ch_PP-OCRv4_det_infer.onnx")
                .toString();
        return Path.of(new URI(uri.substring("jar:".length(), uri.indexOf('!'))));
    }

    private static String prompt(String word) {
        return "the text \"%s\" in black".formatted(word);
    }

    @Test
    void theWordThatWasAskedForIsRewarded(@TempDir Path folder) throws Exception {
        var store = new EngineStore(folder.resolve("engines"));
        store.add(EngineKind.OCR, models());
        List<Image> drawn = new ArrayList<>();
        try (DeepGen nano = DeepGen.nano()) {
            for (String word : WORDS) {
                drawn.add(nano.generate(
                                GenerateRequest.of(prompt(word)).withSeed(1).withSteps(10))
                        .image());
            }
        }
        try (Engines engines = new Engines(store, Map.of(), _ -> {});
                Rewards rewards =
                        Rewards.open(RewardsConfig.USUAL, List.of("ocr"), engines, folder.resolve("run"), 0, _ -> {})) {
            rewards.selfTest();
            rewards.begin(1);
            double own = 0;
            double others = 0;
            for (int i = 0; i < WORDS.size(); i++) {
                RewardTable.Group group = rewards.submit(
                                new ImageGroup(new Prompt(prompt(WORDS.get(i)), "words", Map.of("ocr", 1.0)), drawn))
                        .get();
                for (int image = 0; image < WORDS.size(); image++) {
                    own += image == i ? group.raw()[image][0] / 4 : 0;
                    others += image == i ? 0 : group.raw()[image][0] / 12;
                }
            }
            System.out.printf(Locale.ROOT, "ocr reward by PP-OCR: own word %.2f, others %.2f%n", own, others);
            assertThat(rewards.tally().failures()).isZero();
            assertThat(own).isGreaterThan(0.7);
            assertThat(others).isLessThan(0.4);
        }
    }
}
