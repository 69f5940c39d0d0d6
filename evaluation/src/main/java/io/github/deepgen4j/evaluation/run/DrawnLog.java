// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * The files that were drawn, a JSON line each as soon as it is written: {@code drawn.jsonl}, of a shard
 * {@code drawn-2-of-8.jsonl}. With it a run knows what it has without opening a picture. A damaged line counts as none.
 */
final class DrawnLog {
    private final Path file;
    private final Map<String, Line> lines = new HashMap<>();

    /** @param file relative to the folder of pictures */
    record Line(String file, long bytes, String sha256) {}

    /** @param folder that of the manifest */
    DrawnLog(Path folder, Shard shard) {
        this.file = folder.resolve(
                shard.count() == 1
                        ? "drawn.jsonl"
                        : String.format(Locale.ROOT, "drawn-%d-of-%d.jsonl", shard.number(), shard.count()));
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "drawn*.jsonl")) {
            for (Path log : logs) {
                Files.readAllLines(log).forEach(this::take);
            }
            Path ours = file;
            if (Files.exists(ours)
                    && Files.size(ours) > 0
                    && !Files.readString(ours).endsWith("\n")) {
                Files.writeString(ours, "\n", StandardOpenOption.APPEND); // what a killed process left unfinished
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": its drawn*.jsonl cannot be read (" + FileReason.of(e) + ")", e);
        }
    }

    private void take(String text) {
        try {
            Line line = RunFile.JSON.readValue(text, Line.class);
            if (line != null) {
                lines.put(line.file(), line);
            }
        } catch (JacksonException e) { // half a line: its picture is looked at
        }
    }

    /** True if the file was drawn and still has its size. */
    boolean holds(String name, Path picture) {
        Line line = lines.get(name);
        try {
            return line != null && Files.exists(picture) && Files.size(picture) == line.bytes();
        } catch (IOException e) {
            return false;
        }
    }

    /** The SHA-256 of the file when it was drawn; empty if nothing is known. */
    String sha256(String name) {
        return lines.containsKey(name) ? lines.get(name).sha256() : "";
    }

    void add(String name, byte[] content) {
        Line line = new Line(name, content.length, Digest.sha256(content));
        lines.put(name, line);
        try {
            Files.writeString(
                    file,
                    RunFile.JSON.writeValueAsString(line) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + FileReason.of(e) + ")", e);
        }
    }
}
