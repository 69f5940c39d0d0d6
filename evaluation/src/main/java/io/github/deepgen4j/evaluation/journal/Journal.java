// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.journal;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of JSON lines: a header, then an {@link Entry} a line, in the order in which they came. It is only added to. A
 * last line that a killed process left unfinished is dropped, so that its task is asked again. Entries are found by
 * task or, whatever the task, by what was asked of whom. Safe for use by several threads; one process at a time writes.
 */
public final class Journal implements AutoCloseable {
    /** Of the format; a journal of another one is refused. */
    private static final int VERSION = 1;

    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * The first line.
     *
     * @param journal the version of the format
     * @param subject what the tasks belong to, for example a benchmark in its version
     */
    record Header(int journal, String subject) {}

    private final Path file;
    private final String subject;
    private final Optional<FileChannel> channel;
    private final Map<String, List<Entry>> byTask = new HashMap<>();
    private final Map<String, Entry> answers = new LinkedHashMap<>();

    private Journal(Path file, String subject, boolean writable) {
        this.file = file;
        this.subject = subject;
        try {
            this.channel = writable ? Optional.of(locked(file)) : Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
        boolean read = false;
        try {
            long whole = Files.exists(file) ? read() : 0;
            if (writable) {
                channel.get().truncate(whole).position(whole);
            }
            if (writable && whole == 0) {
                append(JSON.writeValueAsString(new Header(VERSION, subject)));
            }
            read = true;
        } catch (IOException e) {
            throw unreadable(e);
        } finally {
            if (!read) {
                close();
            }
        }
    }

    private ConfigException unreadable(IOException e) {
        return new ConfigException(file + ": cannot be read (" + FileReason.of(e) + ")", e);
    }

    /**
     * Opens or begins one to write to, in a folder that is made if it is not there.
     *
     * @throws ConfigException if it is damaged other than at its end, of another format or subject, or another process
     *     writes to it
     */
    public static Journal open(Path file, String subject) {
        return new Journal(file, subject, true);
    }

    /**
     * Reads one, to which nothing can be added.
     *
     * @throws ConfigException if there is none, and as {@link #open}
     */
    public static Journal replay(Path file, String subject) {
        if (!Files.exists(file)) {
            throw new ConfigException(file + ": expected a journal of " + subject + " to replay, found nothing");
        }
        return new Journal(file, subject, false);
    }

    private static FileChannel locked(Path file) throws IOException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) { // the same process
        }
        channel.close();
        throw new ConfigException(file + ": another process is writing to it; wait for its end");
    }

    /** A value as it stands in an entry. */
    public static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    // ---- reading ----

    /** Returns the bytes up to the end of the last whole line. */
    private long read() throws IOException {
        long whole = 0;
        int number = 0;
        try (var lines = new LineBytes(Files.newInputStream(file))) {
            byte[] line = lines.next();
            while (line != null) {
                number++;
                byte[] next = lines.next();
                if (!take(line, number, next == null)) {
                    return whole;
                }
                whole += line.length + 1;
                line = next;
            }
        }
        return whole;
    }

    /** @return false for a last line that is damaged */
    private boolean take(byte[] line, int number, boolean last) {
        try {
            if (number == 1) {
                requireOurs(JSON.readValue(line, Header.class));
            } else {
                index(JSON.readValue(line, Entry.class), number);
            }
            return true;
        } catch (JacksonException e) {
            if (last && number > 1) {
                return false;
            }
            throw new ConfigException(
                    "%s: line %d expected %s, found: %s; restore the file or move it away to ask everything again"
                            .formatted(
                                    file,
                                    number,
                                    number == 1 ? "the header of a journal" : "a record of the journal",
                                    e.getOriginalMessage()),
                    e);
        }
    }

    private void requireOurs(Header header) {
        if (header.journal() != VERSION) {
            throw new ConfigException(
                    "%s: expected a journal of version %d, found version %d; move it away to ask again"
                            .formatted(file, VERSION, header.journal()));
        }
        if (!subject.equals(header.subject())) {
            throw new ConfigException("%s: expected a journal of %s, found one of %s; name another folder"
                    .formatted(file, subject, header.subject()));
        }
    }

    private void index(Entry entry, int number) {
        List<Entry> before = byTask.computeIfAbsent(entry.task(), _ -> new ArrayList<>(1));
        boolean twice = entry.answered()
                && before.stream()
                        .anyMatch(old -> old.answered()
                                && old.request().equals(entry.request())
                                && old.by().equals(entry.by()));
        if (twice) {
            throw new ConfigException(
                    "%s: line %d expected a task that has no answer yet, found %s again; remove the line"
                            .formatted(file, number, entry.task()));
        }
        before.add(entry);
        if (entry.answered()) {
            answers.put(key(entry.request(), entry.by()), entry);
        }
    }

    private static String key(String request, String by) {
        return request + " " + by;
    }

    // ---- asking ----

    /** The answer to a request, whatever the task was that asked it. */
    public synchronized Optional<Entry> answer(String request, String by) {
        return Optional.ofNullable(answers.get(key(request, by)));
    }

    /** The entries of a task, oldest first. */
    public synchronized List<Entry> entries(String task) {
        return List.copyOf(byTask.getOrDefault(task, List.of()));
    }

    /** The entries with an answer, each request of each answerer once. */
    public synchronized List<Entry> answered() {
        return List.copyOf(answers.values());
    }

    /** All who answered or failed to, sorted. */
    public synchronized TreeSet<String> answerers() {
        var all = new TreeSet<String>();
        byTask.values().forEach(entries -> entries.forEach(entry -> all.add(entry.by())));
        return all;
    }

    // ---- writing ----

    /**
     * Adds an entry; it is in the file when this returns.
     *
     * @throws ConfigException if the task has an answer to this request by the same answerer
     */
    public synchronized void add(Entry entry) {
        index(entry, 0);
        append(JSON.writeValueAsString(entry));
    }

    private void append(String line) {
        FileChannel open = channel.orElseThrow(() -> new IllegalStateException(file + ": is only replayed"));
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + FileReason.of(e) + ")", e);
        }
    }

    @Override
    public void close() {
        if (channel.isPresent()) {
            try {
                channel.get().close();
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be closed (" + FileReason.of(e) + ")", e);
            }
        }
    }
}
