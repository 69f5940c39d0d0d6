// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BarTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong clock = new AtomicLong(7_000_000_000L);

    private int columns;

    private Bar bar(long max, String unit, boolean terminal) {
        return new Bar("drawing", max, unit, out, terminal, () -> columns, clock::get);
    }

    private void pass(double seconds) {
        clock.addAndGet((long) (seconds * 1e9));
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutATerminalLinesComeSeldomAndAtTheEnd() {
        try (Bar bar = bar(50, "steps", false)) {
            for (int i = 0; i < 25; i++) {
                pass(0.5);
                bar.step(1);
            }
            assertThat(text().lines()).containsExactly("drawing: 20 of 50 steps, 10.0 s, about 15 s left");
            bar.step(25);
        }
        assertThat(text().lines())
                .containsExactly("drawing: 20 of 50 steps, 10.0 s, about 15 s left", "drawing: 50 of 50 steps, 12.5 s");
    }

    @Test
    void bytesAreShownInMegabytes() {
        try (Bar bar = bar(14_300_000_000L, "bytes", false)) {
            bar.step(7_000_000_000L);
        }
        assertThat(text().lines()).containsExactly("drawing: 7000 of 14300 MB, 0.0 s, about 0 s left");
    }

    @Test
    void anUnknownEndIsLeftOut() {
        try (Bar bar = bar(0, "files", false)) {
            bar.step(3);
        }
        assertThat(text().lines()).containsExactly("drawing: 3 files, 0.0 s");
    }

    @Test
    void aTerminalGetsABarThatIsDrawnOver() {
        try (Bar bar = bar(4, "steps", true)) {
            bar.step(1);
            bar.step(3);
        }
        assertThat(text()).contains("\r").contains("drawing").contains("4/4 steps");
        assertThat(text().split("[\r\n]")).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 40, 60, 79, 200})
    void aBarIsNarrowerThanItsTerminal(int width) {
        columns = width;
        try (Bar bar = bar(4, "steps", true)) {
            bar.step(1);
            bar.step(3);
        }
        assertThat(text().split("[\r\n]")).allMatch(line -> line.stripTrailing().length() < width);
    }
}
