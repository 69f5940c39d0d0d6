// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("journal.jsonl");
    }

    private static Entry entry(String task, String text) {
        return new Entry(
                task,
                "request of " + task,
                "judge",
                List.of(new Reply.Text(text)),
                Optional.of(Journal.tree(Map.of("score", 1))),
                Optional.empty());
    }

    private static Entry failed(String task) {
        return new Entry(
                task,
                "request of " + task,
                "judge",
                List.of(),
                Optional.empty(),
                Optional.of(new Failure(Failure.Kind.REFUSED, "no")));
    }

    private void write(Entry... entries) {
        try (Journal journal = Journal.open(file(), "geneval en")) {
            for (Entry entry : entries) {
                journal.add(entry);
            }
        }
    }

    @Test
    void entriesOfAllKindsAreReadAsTheyWereWritten() {
        List<Reply> replies = List.of(
                new Reply.Text("\u201cyes\u201d\n", "stop"),
                new Reply.Objects(List.of(new Reply.Seen("cup", -0.1f, 2, 3, 4.3f, 0.1f, "red"))),
                new Reply.Lines(List.of("a", "")),
                new Reply.Cosine(0.1 + 0.2),
                new Reply.Said("yes"),
                new Reply.Measured(Map.of("kept_dB", 60.0)));
        var all = new Entry("t", "r", "b", replies, Optional.empty(), Optional.empty());
        write(all, failed("f"));
        try (Journal journal = Journal.replay(file(), "geneval en")) {
            assertThat(journal.entries("t")).containsExactly(all);
            assertThat(journal.entries("f")).containsExactly(failed("f"));
            assertThat(journal.answer("r", "b")).contains(all);
            assertThat(journal.answer("r", "another")).isEmpty();
            assertThat(journal.answer("request of f", "judge"))
                    .as("a failure is no answer")
                    .isEmpty();
            assertThat(journal.answerers()).containsExactly("b", "judge");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"task\":\"c\",\"requ",
                "{",
                "\u0000\u0000\u0000",
                "{\"task\":\"c\",\"request\":\"x\"}",
                "garbage\n"
            })
    void anUnfinishedLastLineIsDroppedAndWrittenOver(String half) throws IOException {
        write(entry("a", "1"), entry("b", "2"));
        byte[] whole = Files.readAllBytes(file());
        Files.writeString(file(), half, StandardOpenOption.APPEND);
        try (Journal journal = Journal.replay(file(), "geneval en")) {
            assertThat(journal.entries("b")).hasSize(1);
            assertThat(journal.entries("c")).isEmpty();
        }
        write();
        assertThat(file()).hasBinaryContent(whole);
        write(entry("c", "3"));
        assertThat(Files.readAllLines(file())).hasSize(4);
    }

    @Test
    void damageBeforeTheEndIsRefusedWithItsLine() throws IOException {
        write(entry("a", "1"), entry("b", "2"));
        List<String> lines = Files.readAllLines(file());
        Files.write(file(), List.of(lines.get(0), lines.get(1).substring(9), lines.get(2)));
        assertThatThrownBy(() -> write())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("journal.jsonl: line 2 expected a record");
    }

    @Test
    void othersAreRefused() throws IOException {
        write(entry("a", "1"));
        assertThatThrownBy(() -> Journal.open(file(), "wise en"))
                .hasMessageContaining("expected a journal of wise en, found one of geneval en");
        Files.writeString(file(), Files.readString(file()).replace("\"journal\":1", "\"journal\":2"));
        assertThatThrownBy(() -> write()).hasMessageContaining("version 1, found version 2");
        Files.writeString(file(), "{\"benchmark\": 1}\n{}\n");
        assertThatThrownBy(() -> write()).hasMessageContaining("the header of a journal");
        assertThatThrownBy(() -> Journal.replay(folder.resolve("absent"), "s")).hasMessageContaining("found nothing");
    }

    @Test
    void aTaskIsAnsweredOnce() throws IOException {
        write(failed("a"), failed("a"), entry("a", "1"));
        assertThatThrownBy(() -> write(entry("a", "2"))).hasMessageContaining("found a again");
        List<String> lines = Files.readAllLines(file());
        Files.write(file(), List.of(lines.get(0), lines.get(3), lines.get(1), lines.get(3), lines.get(2)));
        assertThatThrownBy(() -> write()).hasMessageContaining("line 4 expected a task that has no answer");
    }

    @Test
    void oneProcessAtATimeWrites() {
        try (Journal journal = Journal.open(file(), "geneval en")) {
            journal.add(entry("a", "1"));
            assertThatThrownBy(() -> Journal.open(file(), "geneval en")).hasMessageContaining("another process");
        }
        write(entry("b", "2"));
    }
}
