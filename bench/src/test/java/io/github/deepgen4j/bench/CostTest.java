// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.connector.ConnectorConfig;
import io.github.deepgen4j.model.connector.ConnectorConfig.Conditioning;
import io.github.deepgen4j.model.dit.DitConfig;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.qwen.QwenConfig;
import io.github.deepgen4j.model.vae.VaeConfig;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The table of spec/model.md section 10, at the dimensions of DeepGen 1.0, in 10^12 operations. */
class CostTest {
    private static final Percentage ROUNDING = Percentage.withPercentage(0.6);

    private static final QwenConfig QWEN = new QwenConfig(
            2048,
            36,
            16,
            2,
            128,
            11008,
            1e-6,
            1e6,
            new int[] {16, 24, 24},
            151936,
            new QwenConfig.Vision(32, 1280, 16, 3420, 3, 14, 2, 2, 112, new int[] {7, 15, 23, 31}, 2048));
    private static final ConnectorConfig CONNECTOR = new ConnectorConfig(
            Conditioning.SCB, 2048, 11946, 6, 32, 1e-6, 128, new int[] {35, 29, 23, 17, 11, 5}, 2048, 4096, 2048);
    private static final DitConfig DIT = new DitConfig(
            2, 16, 16, 24, 24, 64, 4096, 2048, 384, IntStream.range(0, 13).toArray());
    private static final VaeConfig VAE = new VaeConfig(3, 16, new int[] {128, 256, 512, 512}, 2, 32, 1.5305, 0.0609);

    @Test
    void textToImage() {
        assertThat(Cost.languageModel(QWEN, 35, 2, 192) / 1e12).isCloseTo(2.08, ROUNDING);
        assertThat(Cost.bridging(CONNECTOR, 2, 192) / 1e12).isCloseTo(0.33, Percentage.withPercentage(2));
        assertThat(Cost.transformer(DIT, 1, 1024, 192) / 1e12).isCloseTo(2.20, ROUNDING);
        assertThat(Cost.decode(VAE, new Size(512, 512)) / 1e12).isCloseTo(2.52, ROUNDING);
    }

    @Test
    void edit() {
        assertThat(Cost.vision(QWEN.vision(), 1024) / 1e12).isCloseTo(1.34, ROUNDING);
        assertThat(Cost.languageModel(QWEN, 35, 2, 448) / 1e12).isCloseTo(4.89, ROUNDING);
        assertThat(Cost.bridging(CONNECTOR, 2, 448) / 1e12).isCloseTo(0.79, ROUNDING);
        assertThat(Cost.encode(VAE, new Size(512, 512)) / 1e12).isCloseTo(1.12, ROUNDING);
        assertThat(Cost.transformer(DIT, 1, 2048, 448) / 1e12).isCloseTo(5.14, ROUNDING);
    }

    /** The work that docs/evaluation.md counts with: 50 steps, two rows. */
    @Test
    void aWholeImageAndAWholeEdit() {
        double image = Cost.languageModel(QWEN, 35, 2, 192)
                + Cost.bridging(CONNECTOR, 2, 192)
                + 50 * Cost.transformer(DIT, 2, 1024, 192)
                + Cost.decode(VAE, new Size(512, 512));
        assertThat(image / 1e12).isCloseTo(225, ROUNDING);
        double edit = Cost.vision(QWEN.vision(), 1024)
                + Cost.languageModel(QWEN, 35, 2, 448)
                + Cost.bridging(CONNECTOR, 2, 448)
                + Cost.encode(VAE, new Size(512, 512))
                + 50 * Cost.transformer(DIT, 2, 2048, 448)
                + Cost.decode(VAE, new Size(512, 512));
        assertThat(edit / 1e12).isCloseTo(524, ROUNDING);
    }
}
