// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.checkpoint.Preset;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.objective.MicroBatchSize;
import io.github.deepgen4j.training.run.TrainingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forecast counts what a run then has. */
class TrainingForecastTest {
    private static final Path CONFIGS = Path.of("../configs");

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static TrainingForecast published(String name, int world, String... overrides) {
        TrainConfig config = TrainConfigFile.read(CONFIGS.resolve(name), List.of(overrides));
        return TrainingForecast.of(config, Preset.DEEPGEN_1_0.config(), world);
    }

    @Test
    void stage1OfTheReleaseTrainsTheConnector() {
        TrainingForecast forecast = published("deepgen-1.0-pretrain.yaml", 1);
        assertThat(forecast.trained()).isEqualTo(432_449_532L); // as the run itself says
        assertThat(forecast.parameters()).isEqualTo(4 * forecast.trained());
        assertThat(forecast.moments()).isEqualTo(8 * forecast.trained()); // no moving average
        assertThat(forecast.work().orElseThrow().batch()).isEqualTo(4);
        assertThat(forecast.work().orElseThrow().references()).isEqualTo(1);
    }

    @Test
    void recomputationAndSmallerBatchesTakeLess() {
        long all = published("deepgen-1.0-pretrain.yaml", 1).activations();
        assertThat(published("deepgen-1.0-pretrain.yaml", 1, "activation_checkpointing=true")
                        .activations())
                .isLessThan(all / 5);
    }

    @Test
    void zeroSharesMomentsWhichRankZeroCollects() {
        TrainingForecast alone = published("deepgen-1.0-sft.yaml", 1, "distributed={zero: 0, timeout_seconds: 9}");
        TrainingForecast moments = published("deepgen-1.0-sft.yaml", 4, "distributed={zero: 1, timeout_seconds: 9}");
        TrainingForecast both = published("deepgen-1.0-sft.yaml", 4, "distributed={zero: 2, timeout_seconds: 9}");
        assertThat(moments.moments()).isEqualTo(alone.moments() / 4);
        assertThat(moments.moments() + moments.collected()).isEqualTo(alone.moments());
        assertThat(alone.collected()).isZero();
        assertThat(both.gradients()).isEqualTo(alone.gradients()); // whole at the end of a backward pass
        assertThat(published(
                                "deepgen-1.0-sft.yaml",
                                64,
                                "distributed={zero: 2, timeout_seconds: 9}",
                                "activation_checkpointing=true")
                        .peak())
                .isGreaterThan(alone.parameters() + alone.gradients() + alone.moments());
    }

    @Test
    void countsWhatARunThenTrains() {
        TrainConfig config = RunOfSmoke.config();
        TrainingForecast forecast = TrainingForecast.of(config, 1);
        try (var _ = Scope.open();
                var model = Training.open(config)) {
            long learning = model.parameters(config.trainable()).values().stream()
                    .mapToLong(Tensor::elements)
                    .sum();
            assertThat(forecast.trained()).isEqualTo(learning);
        }
        assertThat(forecast.work().map(MicroBatchSize::batch)).isEqualTo(Optional.of(1));
    }

    @Test
    void stagesThatDoNotDrawHaveNoWork() {
        TrainConfig config =
                TrainConfigFile.read(CONFIGS.resolve("nano-vae.yaml"), List.of("model=" + CONFIGS.resolve("nano")));
        assertThat(TrainingForecast.of(config, 1).work()).isEmpty();
    }

    @Test
    void aRunThatCannotFitIsRefusedBeforeAnythingIsOpened() {
        TrainingForecast forecast = published("deepgen-1.0-sft.yaml", 1);
        assertThatThrownBy(() -> MemoryCheck.of(forecast, 1, 16L << 30, _ -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("parameters, gradients and moments")
                .hasMessageContaining("found 16.0 GiB");
        List<String> said = new ArrayList<>();
        MemoryCheck.of(forecast, 1, forecast.exact(), said::add);
        assertThat(said).singleElement().asString().startsWith("memory: the run may need ");
        said.clear();
        MemoryCheck.of(forecast, 2, 2 * forecast.peak(), said::add);
        assertThat(said).isEmpty();
        assertThatThrownBy(() -> MemoryCheck.of(forecast, 2, forecast.exact(), _ -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("for each of 2 processes");
    }
}
