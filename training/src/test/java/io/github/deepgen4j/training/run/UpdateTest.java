// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.ProcessGroup.Backend;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.RunOfSmoke;
import io.github.deepgen4j.training.Training;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.objective.MicroBatch;
import io.github.deepgen4j.training.objective.Objective.Outcome;
import io.github.deepgen4j.training.run.Update.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Updates without the loop: weights, measures, and averages in place on every rank. */
class UpdateTest {
    private static final String NAME = "connector.projector_3.bias";

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static TrainConfig config(String... overrides) {
        List<String> all = new ArrayList<>(List.of("trainable=[" + NAME + "]", "lora.rank=0"));
        all.addAll(List.of(overrides));
        return RunOfSmoke.config(all.toArray(String[]::new)).withModel(Golden.path("tiny"));
    }

    private static Update update(TrainState state) {
        return new Update(state, 1e9, false);
    }

    /** A loss whose gradient is {@code slope} in every element. */
    private static MicroBatch slope(TrainState state, double slope, double weight, Map<String, Double> measures) {
        return new MicroBatch(
                () -> new Outcome(state.trainable().get(NAME).sum().mul(slope), "", 2, measures), weight);
    }

    @Test
    void lossGradientAndMeasuresAreWeighted() {
        TrainConfig config = config();
        try (var _ = Scope.open();
                Networks model = Training.open(config);
                ProcessGroup alone = ProcessGroup.alone();
                TrainState state = new TrainState(config, model, alone)) {
            Tensor parameter = state.trainable().get(NAME);
            double sum = parameter.sum().item();
            List<MicroBatch> two = List.of(
                    slope(state, 2, 1, Map.of("kl", 0.5, "clipped", 0.25)), slope(state, 6, 3, Map.of("kl", 1.5)));
            Result first = update(state).apply(1, two, 4, 1e-3);
            assertThat(first.loss()).isCloseTo(5 * sum, within(1e-4 * Math.abs(sum) + 1e-9));
            assertThat(first.gradNorm()).isCloseTo(5 * Math.sqrt(parameter.elements()), within(1e-3));
            assertThat(first.measures()).isEqualTo(Map.of("kl", 1.25, "clipped", 0.25));
            assertThat(first.samples()).isEqualTo(4);
            float[] once = parameter.toFloats();
            update(state).apply(2, two, 4, 1e-3); // once more for the same rollout
            assertThat(parameter.toFloats()).isNotEqualTo(once);
        }
    }

    @Test
    void nothingChangesWhereALossIsNotFinite() {
        TrainConfig config = config();
        try (var _ = Scope.open();
                Networks model = Training.open(config);
                ProcessGroup alone = ProcessGroup.alone();
                TrainState state = new TrainState(config, model, alone)) {
            float[] before = state.trainable().get(NAME).toFloats();
            List<MicroBatch> bad = List.of(slope(state, Double.NaN, 1, Map.of()));
            assertThatThrownBy(() -> update(state).apply(7, bad, 1, 1e-3))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("step 7: loss NaN");
            assertThat(state.trainable().get(NAME).toFloats()).isEqualTo(before);
        }
        assertThatThrownBy(() -> new MicroBatch(() -> null, 0)).hasMessageContaining("weight > 0");
    }

    @Test
    void averagesAreInPlaceOnEveryRankWhateverIsSharded() throws Exception {
        for (int zero = 0; zero <= 2; zero++) {
            int number = zero;
            List<Future<float[][]>> ranks = onTwoRanks(group -> own(group, number));
            float[][] first = ranks.getFirst().get();
            float[][] second = ranks.getLast().get();
            assertThat(second).isDeepEqualTo(first);
            assertThat(first[1]).isNotEqualTo(first[0]);
            assertThat(first[2]).isEqualTo(first[0]);
        }
    }

    /** The parameter before, with and after averages. */
    private static float[][] own(ProcessGroup group, int zero) {
        TrainConfig config = config("ema=0.5", "distributed.zero=" + zero);
        float[][] values = new float[3][];
        try (var _ = Scope.open();
                Networks model = Training.open(config);
                TrainState state = new TrainState(config, model, group)) {
            update(state).apply(1, List.of(slope(state, 1, 1, Map.of())), group.worldSize(), 0.1);
            Tensor parameter = state.trainable().get(NAME);
            values[0] = parameter.toFloats();
            state.withAverages(() -> values[1] = parameter.toFloats());
            values[2] = parameter.toFloats();
        }
        return values;
    }

    private interface OnRank {
        float[][] run(ProcessGroup group);
    }

    private static List<Future<float[][]>> onTwoRanks(OnRank work) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<Future<float[][]>> ranks = new ArrayList<>();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int rank = 0; rank < 2; rank++) {
                var meeting = new ProcessGroup.Rendezvous("127.0.0.1", port, false, rank, 2, Duration.ofMinutes(2));
                ranks.add(threads.submit(() -> {
                    try (ProcessGroup group = ProcessGroup.join(meeting, Backend.GLOO)) {
                        return work.run(group);
                    }
                }));
            }
        }
        return ranks;
    }
}
