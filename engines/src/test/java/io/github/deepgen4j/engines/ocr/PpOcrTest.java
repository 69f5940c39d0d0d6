// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.engines.TestEngines;
import io.github.deepgen4j.evaluation.engine.TextReader.TextLine;
import io.github.deepgen4j.model.image.Image;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PP-OCRv4 on words that the test renders. */
class PpOcrTest {
    private static final List<String> WORDS = List.of(("Grand Opening Coffee Bakery Welcome Market Garden Winter Summer"
                    + " Library Station Museum Dragon Silver Golden Planet Rocket Guitar Violin Castle Bridge Harbor"
                    + " Forest Meadow Thunder Lightning Sunrise Sunset Breakfast Dinner Chocolate Vanilla Strawberry"
                    + " OPEN SALE EXIT PUSH HELP STOP FRESH BREAD TODAY 2024 1987 365 ROUTE66 quick brown jumps lazy")
            .split(" "));

    private static PpOcr ocr;

    @BeforeAll
    static void open(@TempDir Path store) {
        ocr = PpOcr.open(TestEngines.ocr(store));
    }

    @AfterAll
    static void close() {
        ocr.close();
    }

    private static String text(Image image) {
        return ocr.read(image).stream().map(TextLine::text).collect(Collectors.joining(" "));
    }

    @Test
    void linesStandInReadingOrderWithTheirBoxes() {
        Font font = RenderedWords.fonts().getFirst().deriveFont(28f);
        Image image = RenderedWords.lines(List.of("First line", "Second line", "third one"), font, 512);
        List<TextLine> lines = ocr.read(image);
        assertThat(lines).extracting(TextLine::text).containsExactly("First line", "Second line", "third one");
        assertThat(lines.get(0).box().bottom()).isLessThan(lines.get(1).box().top());
        assertThat(lines).allMatch(line -> line.confidence() > 0.5 && line.box().width() > 40);
    }

    @Test
    void turnedLinesAreRead() {
        Font font = RenderedWords.fonts().getFirst().deriveFont(32f);
        for (double degrees : new double[] {-12, 8, 90, 180}) {
            Image image = RenderedWords.turned("Welcome", font, 320, degrees);
            assertThat(text(image)).as("turned by %s", degrees).isEqualTo("Welcome");
        }
    }

    @Test
    void anEmptyPictureHasNoText() {
        assertThat(ocr.read(Image.of(1, 1, new byte[3]))).isEmpty();
        assertThat(ocr.read(Image.of(300, 40, new byte[3 * 300 * 40]))).isEmpty();
    }

    /** As much memory after two hundred pictures of several sizes as after the first fifty. */
    @Test
    void nativeMemoryStaysFlat() throws IOException {
        Font font = RenderedWords.fonts().getFirst();
        long before = 0;
        for (int i = 0; i < 200; i++) {
            ocr.read(RenderedWords.word("Flat", font, 30, i, 96 + 32 * (i % 4)));
            before = i == 49 ? resident() : before;
        }
        long grown = resident() - before;
        System.out.printf(Locale.ROOT, "OCR: %d MB more after 150 further pictures%n", grown >> 20);
        assertThat(grown).isLessThan(100L << 20);
    }

    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/statm");
        return Files.exists(status)
                ? 4096 * Long.parseLong(Files.readString(status).split(" ")[1])
                : 0;
    }

    @Test
    void aPictureOf512PixelsTakesSeconds() {
        Font font = RenderedWords.fonts().getFirst().deriveFont(28f);
        Image image = RenderedWords.lines(List.of("Grand Opening", "Fresh Coffee", "Two Coins"), font, 512);
        text(image);
        long start = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            text(image);
        }
        System.out.printf(
                Locale.ROOT,
                "OCR: %.2f s for a picture of 512 pixels with three lines, one thread%n",
                (System.nanoTime() - start) / 5e9);
    }

    @Test
    void readsTwoHundredRenderedWords() {
        List<Font> fonts = RenderedWords.fonts();
        List<String> wrong = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            String word = WORDS.get(i % WORDS.size());
            Font font = fonts.get(i % fonts.size());
            String read = text(RenderedWords.word(word, font, 24 + i * 5 % 25, i, 320));
            if (!read.equals(word)) {
                wrong.add("%s in %s: '%s'".formatted(word, font.getFontName(), read));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "OCR: %d of 200 words exact in %d fonts, %.2f s a picture; wrong: %s%n",
                200 - wrong.size(),
                Math.min(200, fonts.size()),
                (System.nanoTime() - start) / 200e9,
                wrong);
        assertThat(wrong).hasSizeLessThanOrEqualTo(10);
    }
}
