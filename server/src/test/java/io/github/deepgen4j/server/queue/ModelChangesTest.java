// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.ScriptedEngine;
import io.github.deepgen4j.server.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers with several models, each of which needs 1 GiB: who is in memory when. */
class ModelChangesTest {
    private static final String JOBS = "/deepgen/v1/jobs";

    @TempDir
    private Path folder;

    private final AtomicLong later = new AtomicLong(); // milliseconds by which the clock is ahead
    private final List<String> journal = new CopyOnWriteArrayList<>();
    private TestServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(int gib, Optional<Duration> keepAlive) {
        var residency =
                new Residency((long) gib << 30, keepAlive, () -> Instant.now().plusMillis(later.get()));
        server = new TestServer(
                folder,
                options -> options.withLimits(QueueLimits.DEFAULT.withResidency(residency)),
                new ScriptedEngine("second").withJournal(journal),
                new ScriptedEngine("third").withJournal(journal));
        server.engine().withJournal(journal);
    }

    private String submit(String model, String prompt) {
        return server.post(JOBS, "{\"model\": \"%s\", \"prompt\": \"%s\", \"steps\": 1}".formatted(model, prompt))
                .json()
                .get("id")
                .stringValue();
    }

    private void draw(String model, String prompt) {
        assertThat(server.ended(submit(model, prompt)).get("status").stringValue())
                .isEqualTo("succeeded");
    }

    private boolean loaded(String model) {
        return server.get("/v1/models/" + model)
                .json()
                .get("deepgen")
                .get("loaded")
                .booleanValue();
    }

    private void await(String entry) {
        while (!journal.contains(entry)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void asManyStayAsFit() {
        start(2, Optional.empty());
        draw("scripted", "a");
        draw("second", "b");
        draw("scripted", "c");
        draw("third", "d");
        assertThat(journal)
                .containsExactly(
                        "scripted draws a", "second draws b", "scripted draws c", "second rests", "third draws d");
        assertThat(loaded("second")).isFalse();
        assertThat(loaded("third")).isTrue();
        assertThat(server.get("/ready").status()).isEqualTo(200);
        assertThat(server.get("/health").json().get("status").stringValue()).isEqualTo("ok");
    }

    @Test
    void modelsThatFitTogetherDrawTogether() {
        start(2, Optional.empty());
        String first = submit("scripted", "gate");
        await("scripted draws gate");
        draw("second", "b");
        server.engine().permit(1);
        server.ended(first);
        assertThat(journal).containsExactly("scripted draws gate", "second draws b");
    }

    @Test
    void aQueueIsDrawnBeforeTheModelLeaves() {
        start(1, Optional.empty());
        String first = submit("scripted", "gate");
        await("scripted draws gate");
        String other = submit("second", "b");
        String last = submit("scripted", "c");
        server.engine().permit(1);
        List.of(first, other, last).forEach(server::ended);
        assertThat(journal)
                .containsExactly("scripted draws gate", "scripted draws c", "scripted rests", "second draws b");
    }

    @Test
    void oneWhoHasWaitedTwoMinutesGoesFirst() {
        start(1, Optional.empty());
        String first = submit("scripted", "gate");
        await("scripted draws gate");
        String other = submit("second", "b");
        String last = submit("scripted", "c");
        later.addAndGet(120_000);
        server.engine().permit(1);
        List.of(first, other, last).forEach(server::ended);
        assertThat(journal)
                .containsExactly(
                        "scripted draws gate", "scripted rests", "second draws b", "second rests", "scripted draws c");
    }

    @Test
    void oneWhoseProcessDiesKeepsNobodyWaiting() {
        start(1, Optional.empty());
        draw("second", "b");
        assertThat(server.ended(submit("second", "crash"))
                        .get("error")
                        .get("code")
                        .stringValue())
                .isEqualTo("engine_lost");
        draw("scripted", "a");
        assertThat(journal).endsWith("second rests", "scripted draws a");
    }

    @Test
    void aModelThatNobodyAsksLeavesAndComesBack() {
        start(9, Optional.of(Duration.ofMinutes(5)));
        draw("scripted", "a");
        assertThat(loaded("scripted")).isTrue();
        later.addAndGet(Duration.ofMinutes(5).toMillis() + 60_000);
        List.of("scripted rests", "second rests", "third rests").forEach(this::await);
        assertThat(loaded("scripted")).isFalse();
        JsonNode facts = server.get("/v1/models/scripted").json().get("deepgen");
        assertThat(facts.get("steps").intValue()).isEqualTo(10);
        assertThat(server.get("/ready").status()).isEqualTo(200);
        later.set(0);
        draw("scripted", "b");
        assertThat(loaded("scripted")).isTrue();
    }
}
