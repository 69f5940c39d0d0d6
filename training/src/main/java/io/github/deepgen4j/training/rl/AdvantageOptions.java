// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The rule by which rewards become advantages.
 *
 * @param scope whose images mean and deviation are taken over, where they are not a group's
 * @param clamp advantages beyond plus or minus this are cut
 * @param dropZeroVariance groups whose images all got the same are left out of the update, too
 * @param byPrompt all images of one prompt text are one group, with the population's deviation, as in Flow-GRPO
 */
public record AdvantageOptions(
        @JsonProperty(defaultValue = "GDPO") Type type,
        @JsonProperty(defaultValue = "ALL") Extent scope,
        @JsonProperty(defaultValue = "5") double clamp,
        @JsonProperty(defaultValue = "false") boolean dropZeroVariance,
        @JsonProperty(defaultValue = "false") boolean byPrompt) {

    /** The formulas of spec/rl.md section 9. */
    public enum Type {
        /** The total against mean and deviation of its group. */
        GRPO,
        /** The total against the mean of its group and the deviation of all. */
        GRPO_GLOBAL_STD,
        /** The total against mean and deviation of all. */
        REINFORCEPP,
        /** Each reward against its group, then their weighted sum against all. */
        GDPO
    }

    /** The images that are compared. */
    public enum Extent {
        /** Those of all processes. */
        ALL,
        /** Those of one process, as published (B10). */
        RANK
    }

    public AdvantageOptions {
        require(clamp > 0, "clamp", "more than 0", clamp);
        boolean grouped = type == Type.GRPO || type == Type.GRPO_GLOBAL_STD;
        require(!byPrompt || grouped, "by_prompt", "false unless type is GRPO or GRPO_GLOBAL_STD", byPrompt);
    }

    /** The published defaults, but over all processes. */
    public static AdvantageOptions of(Type type) {
        return new AdvantageOptions(type, Extent.ALL, 5, false, false);
    }
}
