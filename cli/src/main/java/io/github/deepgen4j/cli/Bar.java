// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress of a task, on stderr: a bar where stderr is a terminal, else a line every ten seconds and one at the
 * end. May be stepped from several threads. The unit {@code bytes} is shown in MB.
 */
final class Bar implements AutoCloseable {
    private static final int WIDEST = 79;
    private static final int NARROWEST = 10;
    private static final int REFRESH_MILLIS = 200;
    private static final long SILENCE_NANOS = 10_000_000_000L;

    private final String task;
    private final long max;
    private final String unit;
    private final long unitSize;
    private final PrintStream out;
    private final LongSupplier nanos;
    private final long start;
    private final ProgressBar drawn;
    private long lastLine;
    private long done;
    private boolean closed;

    Bar(
            String task,
            long max,
            String unit,
            PrintStream out,
            boolean terminal,
            IntSupplier columns,
            LongSupplier nanos) {
        boolean bytes = unit.equals("bytes");
        this.task = task;
        this.max = max;
        this.unit = bytes ? "MB" : unit;
        this.unitSize = bytes ? 1_000_000 : 1;
        this.out = out;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.lastLine = start;
        this.drawn = terminal ? draw(columns) : null;
    }

    /**
     * Starts a task.
     *
     * @param max number of steps, 0 or less if unknown
     * @param unit what is counted, plural: {@code steps}, {@code files}, {@code bytes}
     */
    static Bar open(String task, long max, String unit) {
        return new Bar(
                task,
                max,
                unit,
                StandardStreams.terminal(),
                CLibrary.isTerminal(CLibrary.STDERR),
                () -> CLibrary.columns(CLibrary.STDERR),
                System::nanoTime);
    }

    private ProgressBar draw(IntSupplier columns) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(max > 0 ? max : -1)
                .setUnit(" " + unit, unitSize)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(out) {
                    @Override
                    public int getMaxRenderedLength() {
                        return width(columns.getAsInt());
                    }
                })
                .build();
    }

    /** A longer bar than the terminal is wide would wrap, and fill the screen with each refresh. */
    private static int width(int columns) {
        return columns < 1 ? WIDEST : Math.clamp(columns - 1, NARROWEST, WIDEST);
    }

    /** Counts more steps as done. */
    synchronized void step(long more) {
        done += more;
        if (drawn != null) {
            drawn.stepBy(more);
        } else if (nanos.getAsLong() - lastLine >= SILENCE_NANOS) {
            lastLine = nanos.getAsLong();
            print();
        }
    }

    private void print() {
        StringBuilder line = new StringBuilder(task + ": " + done / unitSize);
        if (max > 0) {
            line.append(" of ").append(max / unitSize);
        }
        double seconds = (nanos.getAsLong() - start) / 1e9;
        line.append(String.format(Locale.ROOT, " %s, %.1f s", unit, seconds));
        if (done > 0 && done < max) {
            line.append(String.format(Locale.ROOT, ", about %.0f s left", seconds / done * (max - done)));
        }
        out.println(line);
    }

    /** Ends the task, finished or not; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (drawn != null) {
            drawn.close();
        } else {
            print();
        }
    }
}
