// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A child process and the frames on its pipes. What it prints to standard error goes to that of this process line by
 * line: two processes that shared one stream would write into each other's lines.
 */
final class EngineChild implements AutoCloseable {
    private static final int KILLED = 128; // beyond it: the number of a signal
    private static final long GRACE_SECONDS = 10;

    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Thread lines;

    private EngineChild(Process process) {
        this.process = process;
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.lines = Thread.ofVirtual()
                .name("lines of engine " + process.pid())
                .start(() -> process.errorReader().lines().forEach(System.err::println));
    }

    /** @param environment beside this process's */
    static EngineChild start(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(new ArrayList<>(command));
        builder.environment().putAll(environment);
        return new EngineChild(builder.start());
    }

    long pid() {
        return process.pid();
    }

    Optional<Frame> read() throws IOException {
        return Frame.read(in);
    }

    void write(Frame frame) throws IOException {
        synchronized (out) {
            frame.write(out);
        }
    }

    /** The manner of its end, which it waits for. */
    String end() {
        try {
            int code = process.waitFor();
            lines.join(Duration.ofSeconds(GRACE_SECONDS)); // its last words come before what is said of its end
            return code > KILLED ? "signal " + (code - KILLED) : "exit code " + code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "closed";
        }
    }

    /** Closes its pipe, upon which it ends by itself, and kills it if it does not. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly(); // it has gone, or will not read any more
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            lines.join(Duration.ofSeconds(GRACE_SECONDS));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
