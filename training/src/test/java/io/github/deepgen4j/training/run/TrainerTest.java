// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.RunOfSmoke;
import io.github.deepgen4j.training.Training;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.objective.HaltException;
import io.github.deepgen4j.training.objective.MicroBatch;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.Round;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Steps that begin with a phase of their own and make several updates or none, and runs that an objective ends. */
class TrainerTest {
    private static final String NAME = "connector.projector_3.bias";

    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** Notes what it is asked for; its step n makes n - 1 updates, and it ends the run where it is told to. */
    private static final class Noting implements Objective {
        private final Networks model;
        private final List<String> calls = new ArrayList<>();
        private int haltBefore;
        private int haltAfter;
        private double score;

        Noting(Networks model) {
            this.model = model;
        }

        @Override
        public Round round(int step, Turns turns) {
            calls.add("round " + step);
            if (step == haltBefore) {
                throw new HaltException("the judge is down; start it and give --resume");
            }
            List<Round.Part> updates = new ArrayList<>();
            for (int i = 1; i < step; i++) {
                updates.add(new Round.Part(
                        List.of(new MicroBatch(
                                () -> new Outcome(model.tensor(NAME).sum(), "", 2, Map.of("kl", 1.0)))),
                        1));
            }
            return new Round(updates, Map.of("reward", step / 10.0));
        }

        @Override
        public void done(int step, Map<String, Double> measures) {
            calls.add("done " + step + " " + measures.get("reward") + " " + measures.get("kl"));
            if (step == haltAfter) {
                throw new HaltException("the reward is fooled");
            }
        }

        @Override
        public Validation validate(int step) {
            score = score == 0 ? 3 : score - 1;
            return new Validation(Map.of("score", score), null, score);
        }
    }

    private interface Test3 {
        void on(Noting objective);
    }

    private TrainConfig config() {
        return RunOfSmoke.config(
                        "steps=3", "trainable=[" + NAME + "]", "lora.rank=0", "validate.every=2", "checkpoint.every=9")
                .withModel(Golden.path("tiny"));
    }

    private Noting train(Test3 preparation) {
        try (Networks model = Training.open(config())) {
            Noting objective = new Noting(model);
            preparation.on(objective);
            RunOfSmoke.train(config(), model, objective, folder, () -> false);
            return objective;
        }
    }

    @Test
    void aStepMakesAsManyUpdatesAsItsRoundHas() {
        Noting objective = train(_ -> {});
        assertThat(objective.calls)
                .containsExactly(
                        "round 1", "done 1 0.1 null", "round 2", "done 2 0.2 1.0", "round 3", "done 3 0.3 1.0");
        List<JsonNode> lines = RunOfSmoke.metrics(folder);
        assertThat(lines.getFirst().get("loss").asDouble()).isZero();
        assertThat(lines.getLast().get("reward").asDouble()).isEqualTo(0.3);
        assertThat(lines.getLast().get("grad_norm").asDouble()).isPositive();
    }

    @Test
    void theBestModelIsKeptWithItsScore() {
        train(_ -> {});
        JsonNode kept =
                new JsonMapper().readTree(folder.resolve("best/score.json").toFile());
        assertThat(kept.get("score").asDouble()).isEqualTo(3);
        assertThat(kept.get("step").asInt()).isEqualTo(2);
        assertThat(folder.resolve("best/model/model_index.json")).exists();
    }

    @Test
    void aRunThatEndsBeforeAStepKeepsTheStepBefore() {
        assertThatThrownBy(() -> train(objective -> objective.haltBefore = 3))
                .isInstanceOf(TrainingException.class)
                .hasMessage("step 3: the judge is down; start it and give --resume");
        assertThat(Files.exists(folder.resolve("checkpoints/step-000002"))).isTrue();
        assertThat(Files.exists(folder.resolve("checkpoints/step-000003"))).isFalse();
    }

    @Test
    void aRunThatEndsAfterAStepKeepsIt() {
        assertThatThrownBy(() -> train(objective -> objective.haltAfter = 2))
                .hasMessage("step 2: the reward is fooled");
        assertThat(Files.exists(folder.resolve("checkpoints/step-000002"))).isTrue();
    }
}
