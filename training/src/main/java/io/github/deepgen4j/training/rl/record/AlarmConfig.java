// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.record;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * When the recorder warns, and which warnings end a run.
 *
 * @param stopOn warnings that end the run, its state saved
 * @param heldOutLoss how much the held-out score may fall below its best while the reward rises
 * @param diversity least share of the diversity at the start
 * @param normRatio most length of the velocity, in units of the reference's
 * @param clipped most share of ratios beyond the clip range
 * @param zeroVariance most share of groups without any difference
 * @param saturated most share of bytes of images that are 0 or 255, beyond that at the start
 * @param grid least ratio of coarse to fine differences in images, as a share of that at the start
 * @param gap how much lower the reward {@code shapeworld} of the rollout may be than the held-out score
 * @param window updates over which means are taken
 */
public record AlarmConfig(
        @JsonProperty(defaultValue = "[]") List<Alarm> stopOn,
        @JsonProperty(defaultValue = "0.02") double heldOutLoss,
        @JsonProperty(defaultValue = "0.7") double diversity,
        @JsonProperty(defaultValue = "1.1") double normRatio,
        @JsonProperty(defaultValue = "0.3") double clipped,
        @JsonProperty(defaultValue = "0.9") double zeroVariance,
        @JsonProperty(defaultValue = "0.2") double saturated,
        @JsonProperty(defaultValue = "0.7") double grid,
        @JsonProperty(defaultValue = "0.3") double gap,
        @JsonProperty(defaultValue = "5") int window) {
    public AlarmConfig {
        stopOn = List.copyOf(stopOn);
        require(heldOutLoss > 0 && heldOutLoss < 1, "held_out_loss", "between 0 and 1", heldOutLoss);
        require(diversity >= 0 && diversity < 1, "diversity", "0 or more, less than 1", diversity);
        require(normRatio > 1, "norm_ratio", "more than 1", normRatio);
        require(clipped > 0 && clipped <= 1, "clipped", "more than 0, at most 1", clipped);
        require(zeroVariance > 0 && zeroVariance <= 1, "zero_variance", "more than 0, at most 1", zeroVariance);
        require(saturated > 0 && saturated <= 1, "saturated", "more than 0, at most 1", saturated);
        require(grid >= 0 && grid < 1, "grid", "0 or more, less than 1", grid);
        require(gap > 0 && gap <= 1, "gap", "more than 0, at most 1", gap);
        require(window >= 1, "window", "1 or more", window);
    }
}
