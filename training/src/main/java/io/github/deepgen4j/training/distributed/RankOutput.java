// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.distributed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;

/** Passes on the lines that a process prints: those of rank 0 as they are, those of others to stderr with the rank. */
final class RankOutput {
    private RankOutput() {}

    /** Starts the threads that pass on stdout and stderr; they end with the process. */
    static List<Thread> print(Process process, int rank) {
        return List.of(
                print(process.getInputStream(), rank, System.out), print(process.getErrorStream(), rank, System.err));
    }

    private static Thread print(InputStream from, int rank, PrintStream to) {
        return Thread.ofVirtual().start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(from, Charset.defaultCharset()))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("[Gloo] ")) {
                        continue; // the library's own greeting, on stdout
                    }
                    if (rank == 0) {
                        to.println(line);
                    } else {
                        System.err.println("[rank " + rank + "] " + line);
                    }
                }
            } catch (IOException e) {
                // the process has ended
            }
        });
    }

    /** Waits until all that was printed is passed on. */
    static void finish(List<Thread> printers) {
        try {
            for (Thread printer : printers) {
                printer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
