// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.sampling.SchedulerConfig.Dynamic;
import io.github.deepgen4j.model.sampling.SchedulerConfig.Static;
import io.github.deepgen4j.testing.Golden;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ScheduleParityTest {
    private static final Offset<Float> LAST_BIT = Offset.offset(1.2e-7f);

    private final JsonNode golden = Golden.json("scheduler.json");

    @Test
    void staticSchedulesMatchTheSchedulerClass() {
        for (JsonNode entry : golden.get("static")) {
            SchedulerConfig config = new SchedulerConfig(
                    golden.get("num_train_timesteps").asInt(),
                    new Static(entry.get("shift").asDouble()));
            check(Schedule.of(config, entry.get("steps").asInt(), 0), entry);
        }
    }

    @Test
    void customLevelsAreShifted() {
        JsonNode entry = golden.get("custom_sigmas");
        SchedulerConfig config = new SchedulerConfig(
                golden.get("num_train_timesteps").asInt(),
                new Static(entry.get("shift").asDouble()));
        double[] given =
                entry.get("given").valueStream().mapToDouble(JsonNode::asDouble).toArray();
        check(Schedule.of(config, given, 0), entry);
    }

    @Test
    void dynamicSchedulesMatchTheSchedulerClass() {
        for (JsonNode entry : golden.get("dynamic")) {
            JsonNode given = entry.get("config");
            Dynamic shift = new Dynamic(
                    given.path("base_image_seq_len").asInt(256),
                    given.path("max_image_seq_len").asInt(4096),
                    given.path("base_shift").asDouble(0.5),
                    given.path("max_shift").asDouble(1.15),
                    given.get("time_shift_type").asString().equals("exponential"));
            long tokens = entry.get("tokens").asLong();
            assertThat(shift.mu(tokens)).isEqualTo(entry.get("mu").asDouble(), Offset.offset(1e-12));
            check(
                    Schedule.of(
                            new SchedulerConfig(1000, shift), entry.get("steps").asInt(), tokens),
                    entry);
        }
    }

    @Test
    void trainingTableIsShiftedOnce() {
        JsonNode table = golden.get("training_table");
        SchedulerConfig config =
                new SchedulerConfig(1000, new Static(table.get("shift").asDouble()));
        for (int i = 0; i < table.get("index").size(); i++) {
            assertThat(Schedule.trainingSigma(config, table.get("index").get(i).asInt()))
                    .isEqualTo(table.get("sigmas").get(i).floatValue(), LAST_BIT);
        }
    }

    @Test
    void refusesNoSteps() {
        assertThatThrownBy(() -> Schedule.of(new SchedulerConfig(1000, new Static(3)), 0, 0))
                .hasMessageContaining("steps expected >= 1");
    }

    private static void check(Schedule schedule, JsonNode entry) {
        assertThat(schedule.steps())
                .isEqualTo(
                        entry.get("steps") == null
                                ? entry.get("timesteps").size()
                                : entry.get("steps").asInt());
        for (int i = 0; i < schedule.sigmas().length; i++) {
            assertThat(schedule.sigmas()[i])
                    .isEqualTo(entry.get("sigmas").get(i).floatValue(), LAST_BIT);
        }
        for (int i = 0; i < schedule.timesteps().length; i++) {
            assertThat(schedule.timesteps()[i])
                    .isEqualTo(entry.get("timesteps").get(i).floatValue(), Offset.offset(1e-4f));
        }
    }
}
