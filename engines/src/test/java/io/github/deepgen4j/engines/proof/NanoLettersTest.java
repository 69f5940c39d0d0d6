// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.engines.TestEngines;
import io.github.deepgen4j.engines.ocr.PpOcr;
import io.github.deepgen4j.evaluation.engine.TextReader.TextLine;
import io.github.deepgen4j.evaluation.report.Wilson;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scoring.PromptScorer;
import io.github.deepgen4j.shapeworld.task.Requirement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words that the nano draws, read by PP-OCR and by ShapeWorld's own reader. */
class NanoLettersTest {
    private static final List<String> WORDS = List.of(
            "HELP", "STOP", "OPEN", "SALE", "EXIT", "PUSH", "BOOK", "TREE", "FISH", "MOON", "SHIP", "RAIN", "WOLF",
            "DESK", "LAMP", "GOLD");
    private static final List<Colour> INKS = List.of(Colour.RED, Colour.BLACK, Colour.BLUE, Colour.WHITE);

    @Test
    void bothReadersAgreeOnMostPictures(@TempDir Path store) {
        int exact = 0;
        int agreed = 0;
        int own = 0;
        List<String> different = new ArrayList<>();
        try (PpOcr ocr = PpOcr.open(TestEngines.ocr(store));
                DeepGen nano = DeepGen.nano()) {
            for (int i = 0; i < WORDS.size(); i++) {
                String word = WORDS.get(i);
                Colour ink = INKS.get(i % INKS.size());
                Image drawn = nano.generate(GenerateRequest.of("the text \"%s\" in %s".formatted(word, ink.word()))
                                .withSeed(i)
                                .withSteps(10))
                        .image();
                // The nano's letters stand far apart: PP-OCR may see spaces between them.
                String read = ocr.read(drawn).stream()
                        .map(TextLine::text)
                        .collect(Collectors.joining())
                        .replaceAll("\\s", "");
                boolean right = read.equals(word);
                boolean ownRight = PromptScorer.score(drawn, new Requirement(new Lettering(word, ink)))
                                .shapes()
                        == 1;
                exact += right ? 1 : 0;
                own += ownRight ? 1 : 0;
                agreed += right == ownRight ? 1 : 0;
                if (right != ownRight) {
                    different.add(word + ": PP-OCR '" + read + "', own reader " + (ownRight ? "right" : "wrong"));
                }
            }
        }
        int all = WORDS.size();
        Wilson interval = Wilson.of(exact, all);
        System.out.printf(
                Locale.ROOT,
                "nano's words: PP-OCR %d of %d (%.0f to %.0f %%), own reader %d, agreement %d of %d; %s%n",
                exact,
                all,
                100 * interval.low(),
                100 * interval.high(),
                own,
                agreed,
                all,
                different);
        assertThat(agreed).isGreaterThanOrEqualTo(all / 2);
        assertThat(exact).isGreaterThanOrEqualTo(all / 2);
    }
}
