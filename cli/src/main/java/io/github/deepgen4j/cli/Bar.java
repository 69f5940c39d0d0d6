// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.io.PrintStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
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
    private static final int WIDTH = 79; // of the narrowest usual terminal; a longer bar would wrap and fill the screen
    private static final int REFRESH_MILLIS = 200;
    private static final long SILENCE_NANOS = 10_000_000_000L;
    private static final int STDERR = 2;

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

    Bar(String task, long max, String unit, PrintStream out, boolean terminal, LongSupplier nanos) {
        boolean bytes = unit.equals("bytes");
        this.task = task;
        this.max = max;
        this.unit = bytes ? "MB" : unit;
        this.unitSize = bytes ? 1_000_000 : 1;
        this.out = out;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.lastLine = start;
        this.drawn = terminal ? draw() : null;
    }

    /**
     * Starts a task.
     *
     * @param max number of steps, 0 or less if unknown
     * @param unit what is counted, plural: {@code steps}, {@code files}, {@code bytes}
     */
    static Bar open(String task, long max, String unit) {
        return new Bar(task, max, unit, System.err, toTerminal(), System::nanoTime);
    }

    private ProgressBar draw() {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(max > 0 ? max : -1)
                .setUnit(" " + unit, unitSize)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                .build();
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
        line.append(String.format(Locale.ROOT, " %s, %.1f s", unit, (nanos.getAsLong() - start) / 1e9));
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

    /** Java's own Console tells about stdin and stdout only. */
    @SuppressWarnings("restricted") // native access is granted to the whole program, for LibTorch
    private static boolean toTerminal() {
        Linker linker = Linker.nativeLinker();
        var isatty = linker.defaultLookup()
                .find("isatty")
                .or(() -> linker.defaultLookup().find("_isatty"));
        if (isatty.isEmpty()) {
            return false;
        }
        try {
            var descriptor = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
            return (int) linker.downcallHandle(isatty.get(), descriptor).invokeExact(STDERR) != 0;
        } catch (Throwable e) {
            throw new IllegalStateException("isatty cannot be called", e);
        }
    }
}
