// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.training.data.DataConfig.GroupConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCheckTest {
    @TempDir
    private Path folder;

    private final List<Sample> good = new ArrayList<>();

    private DataCheck.Report check(ImageProcess.Mode mode, int size) {
        Path list = TestData.t2i(folder, 3); // 96x96
        DataConfig config = new DataConfig(
                new ImageProcess(mode, size, 32),
                ImageChecks.REFERENCE,
                new DataConfig.Text(1, 1),
                1,
                true,
                DataConfig.Loader.DEFAULT,
                List.of(new GroupConfig(
                        1, 1, List.of(new SourceConfig.TextToImageSft(list, folder.resolve("pictures"))))));
        try (Mix mix = Mix.open(config)) {
            return new DataCheck(mix, config, Optional.empty(), 9, () -> false, _ -> {})
                    .run(good::add)
                    .getFirst();
        }
    }

    @Test
    void samplesArePreparedAsARunDoes() {
        DataCheck.Report report = check(ImageProcess.Mode.RESIZE2SQUARE, 64);
        assertThat(report.bad()).isEmpty();
        assertThat(report.emptyTexts()).isZero(); // what a run drops by chance is not missing
        assertThat(report.largest()).isEqualTo("96x96");
        assertThat(good).hasSize(3).allMatch(sample -> sample.target().width() == 64);
    }

    @Test
    void aSizeThatNoImageCanGetIsFound() {
        assertThat(check(ImageProcess.Mode.FIX_PIXELS, 20_000).bad())
                .hasSize(3)
                .allMatch(bad -> !bad.refused() && bad.reason().contains("resize of 96x96"));
        assertThat(good).isEmpty();
    }
}
