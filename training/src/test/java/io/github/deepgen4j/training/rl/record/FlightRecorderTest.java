// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.training.objective.HaltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of updates, what a resumed run makes of them, and alarms. */
class FlightRecorderTest {
    private static final AlarmConfig USUAL = new AlarmConfig(List.of(), 0.02, 0.7, 1.1, 0.3, 0.9, 0.2, 0.7, 0.3, 2);

    @TempDir
    Path run;

    private final List<String> said = new ArrayList<>();

    private FlightRecorder recorder(AlarmConfig config) {
        return new FlightRecorder(run, true, config, said::add);
    }

    private static AlarmConfig stopOn(Alarm alarm) {
        return new AlarmConfig(List.of(alarm), 0.02, 0.7, 1.1, 0.3, 0.9, 0.2, 0.7, 0.3, 2);
    }

    private static UpdateRecord update(int step, double reward) {
        return update(step, reward, 40, Map.of("kl", 0.1));
    }

    private static UpdateRecord update(int step, double reward, double diversity, Map<String, Double> measures) {
        return new UpdateRecord(
                step,
                new int[] {0, 2},
                reward,
                0.1,
                Map.of("clip_sim", new RewardColumn(reward, 0.1, 0.5, 4, 1)),
                0.25,
                0,
                Map.of("mean", 0.0),
                Map.of("0.5", 1.0),
                measures,
                Map.of("diversity", diversity, "saturated", 0.1, "grid", 1.5),
                Map.of("questions", 3L, "failed", 1L, "cached", 0L),
                Map.of("rollout", 0.5),
                Map.of("memory", 10L, "files", 0L));
    }

    @Test
    void aResumedRunKeepsTheLinesBeforeItsStep() throws IOException {
        FlightRecorder first = recorder(USUAL);
        first.begin(1);
        first.end(update(1, 0.5));
        first.end(update(2, 0.6));
        first.end(update(3, 0.7));
        Path file = run.resolve("flight.jsonl");
        List<String> whole = Files.readAllLines(file);
        Files.writeString(file, "{\"step\": 4, \"tra", StandardOpenOption.APPEND); // killed while it wrote
        FlightRecorder second = recorder(USUAL);
        second.begin(3);
        assertThat(Files.readAllLines(file)).isEqualTo(whole.subList(0, 2));
        second.end(update(3, 0.7));
        assertThat(Files.readAllLines(file)).isEqualTo(whole);
        assertThat(second.updates()).hasSize(3);
    }

    @Test
    void anUnknownDiversityIsReadAgainAndRingsNothing() {
        FlightRecorder first = recorder(new AlarmConfig(List.of(), 0.02, 0.7, 1.1, 0.3, 0.9, 0.2, 0.7, 0.3, 2));
        first.begin(1);
        for (int step = 1; step <= 4; step++) {
            first.end(update(step, 0.5, step < 3 ? 40 : Double.NaN, Map.of()));
        }
        assertThat(first.ringing()).isEmpty();
        FlightRecorder second = recorder(USUAL);
        second.begin(5);
        assertThat(second.updates()).hasSize(4);
        assertThat(second.updates().getLast().looks().get("diversity")).isNaN();
    }

    @Test
    void aRewardThatRisesWhileTheHeldOutScoreFallsRings() {
        FlightRecorder recorder = recorder(stopOn(Alarm.HACKING));
        recorder.begin(1);
        recorder.end(update(1, 0.5));
        recorder.end(update(2, 0.5));
        recorder.validated(Map.of("strict", 0.90));
        recorder.end(update(3, 0.6));
        recorder.validated(Map.of("strict", 0.89)); // not enough to tell
        recorder.end(update(4, 0.7));
        recorder.validated(Map.of("strict", 0.875));
        assertThatThrownBy(() -> recorder.end(update(5, 0.8)))
                .isInstanceOf(HaltException.class)
                .hasMessageContaining("hacking: the reward rises")
                .hasMessageContaining("first try: take best/model");
        assertThat(said).singleElement().asString().startsWith("alarm after update 5: hacking");
    }

    @Test
    void aBenchmarkThatFallsRingsAndIsReadAgain() throws IOException {
        FlightRecorder first = recorder(USUAL);
        first.begin(1);
        first.end(update(1, 0.5));
        first.end(update(2, 0.5));
        first.validated(Map.of("strict", 0.8, "benchmark/points", 0.9, "strict_single", 1.0));
        Files.writeString(
                run.resolve("validation.jsonl"),
                "{\"step\": 2, \"validation\": {\"strict\": 0.8, \"benchmark/points\": 0.9, \"strict_single\": 1}}\n");
        first.end(update(3, 0.6));
        FlightRecorder second = recorder(USUAL);
        second.begin(4);
        assertThat(second.scores()).isEqualTo(first.scores()).containsOnlyKeys("strict", "benchmark/points");
        second.validated(Map.of("strict", 0.81, "benchmark/points", 0.85));
        second.end(update(4, 0.7));
        assertThat(second.ringing()).containsExactly(Alarm.HACKING);
    }

    @Test
    void aHeldOutScoreThatFallsWithTheRewardDoesNotRing() {
        FlightRecorder recorder = recorder(USUAL);
        recorder.begin(1);
        recorder.end(update(1, 0.5));
        recorder.validated(Map.of("strict", 0.9));
        recorder.end(update(2, 0.4));
        recorder.validated(Map.of("strict", 0.8));
        recorder.end(update(3, 0.3));
        assertThat(recorder.ringing()).isEmpty();
    }

    @Test
    void measuresBeyondTheirBoundsRingOnce() {
        FlightRecorder recorder = recorder(USUAL);
        recorder.begin(1);
        Map<String, Double> bad = Map.of("clipped_above", 0.2, "clipped_below", 0.2, "velocity_norm_ratio", 1.3);
        recorder.end(update(1, 0.5, 40, bad));
        recorder.end(update(2, 0.5, 40, bad));
        assertThat(recorder.ringing()).containsExactlyInAnyOrder(Alarm.CLIPPED, Alarm.NORM_RATIO);
        assertThat(said).hasSize(2);
        recorder.end(update(3, 0.5, 20, Map.of()));
        recorder.end(update(4, 0.5, 20, Map.of()));
        assertThat(recorder.ringing()).containsExactly(Alarm.DIVERSITY);
        assertThat(said).hasSize(3).last().asString().contains("become alike");
    }

    @Test
    void theReportIsOnePageWithCurvesAndAlarms() throws IOException {
        FlightRecorder recorder = recorder(USUAL);
        recorder.begin(1);
        recorder.end(update(1, 0.5));
        recorder.end(update(2, 0.6, 40, Map.of("velocity_norm_ratio", 1.5)));
        new RlReport(run, false, said::add).write(recorder, true);
        assertThat(run.resolve("report.html")).doesNotExist();
        new RlReport(run, true, said::add).write(recorder, true);
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("After update 2: reward 0.6000", "norm_ratio: the velocity", "<polyline", "clip_sim")
                .doesNotContain("http");
    }
}
