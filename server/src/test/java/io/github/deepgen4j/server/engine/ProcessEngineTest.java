// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.deepgen4j.server.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scripted model in a child process. */
class ProcessEngineTest extends EngineContract {
    @Override
    Engine open() {
        return new ProcessEngine("scripted", ScriptedServer.command("engine", "20"));
    }

    @Test
    void aChildThatDiesIsStartedAgain() throws InterruptedException {
        var lost = catchThrowableOfType(
                EngineException.class,
                () -> engine().draw(request("die", 1, List.of()), DrawStart.of(0), new Recorder(99)));
        assertThat(lost.kind()).isEqualTo(EngineException.Kind.LOST);
        assertThat(lost).hasMessageContaining("signal 6");
        while (!engine().state().up()) {
            Thread.sleep(20);
        }
        assertThat(engine().state().restarts()).isEqualTo(1);
        var recorder = new Recorder(99);
        engine().draw(request("a red circle", 1, List.of()), DrawStart.of(0), recorder);
        assertThat(recorder.images).hasSize(1);
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    @Test
    void whatNobodyTakesAnyMoreIsNotDrawn(@TempDir Path folder) throws Exception {
        Path steps = folder.resolve("steps");
        try (var engine = new ProcessEngine("scripted", ScriptedServer.command("engine", "20", steps.toString()))) {
            while (!engine.state().up()) {
                Thread.sleep(20);
            }
            var full = new Recorder(Integer.MAX_VALUE) {
                @Override
                public void step(int image, int step, int all) {
                    throw new IllegalStateException("the disk is full");
                }
            };
            assertThatThrownBy(() -> engine.draw(request("x", 1, 500, List.of()), DrawStart.of(0), full))
                    .hasMessage("the disk is full");
            long made;
            do { // ten seconds of steps are left, if nobody ends it
                made = size(steps);
                Thread.sleep(1000);
            } while (size(steps) > made);
            assertThat(made).isLessThan(500);
        }
    }

    @Test
    void oneThatRestsHasNoProcessAndIsStartedWhenItIsAsked() {
        var engine = (ProcessEngine) engine();
        var before = new Recorder(99);
        engine.draw(request("an apple", 1, List.of()), DrawStart.of(0), before);
        long first = engine.pid();
        engine.rest();
        engine.rest();
        assertThat(engine.state().phase()).isEqualTo(EngineState.Phase.RESTING);
        assertThat(engine.state().ready()).isTrue();
        assertThat(engine.facts()).isPresent();
        assertThat(ProcessHandle.of(first).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(engine.settle(request("an apple", 1, List.of())).promptTokens())
                .isEqualTo(2);
        assertThat(engine.pid()).isNotIn(0L, first);
        engine.rest();
        var after = new Recorder(99);
        engine.draw(request("an apple", 1, List.of()), DrawStart.of(0), after);
        assertThat(after.images.getFirst().png())
                .isEqualTo(before.images.getFirst().png());
        assertThat(engine.state().restarts()).as("deaths").isZero();
        engine.rest();
    }

    @Test
    void oneThatIsToldToRestAnswersAllWhoAsk() throws Exception {
        var engine = (ProcessEngine) engine();
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Settled>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 20; j++) {
                    answers.add(askers.submit(() -> engine.settle(request("an apple", 1, List.of()))));
                }
                engine.rest();
            }
            for (Future<Settled> answer : answers) {
                assertThat(answer.get().promptTokens()).isEqualTo(2);
            }
        }
        assertThat(engine.state().restarts()).as("deaths").isZero();
    }

    @Test
    void aProgramThatIsNoEngineIsSaidToBeLost() throws InterruptedException {
        try (var engine = new ProcessEngine("echo", List.of("echo", "hello"))) {
            while (engine.state().restarts() == 0) {
                Thread.sleep(20);
            }
            assertThat(engine.state().reason()).startsWith("engine_lost: frame expected another mark, found 68656c6c");
            var loading = catchThrowableOfType(EngineException.class, () -> engine.settle(request("x", 1, List.of())));
            assertThat(loading.kind()).isEqualTo(EngineException.Kind.LOADING);
        }
    }
}
