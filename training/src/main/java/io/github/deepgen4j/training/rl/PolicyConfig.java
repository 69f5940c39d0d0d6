// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The loss with which the policy learns from advantages. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface PolicyConfig
        permits PolicyConfig.FlowGrpo, PolicyConfig.Guard, DiffusionNft, AdvantageMatching {
    /** The part of a rollout that must be kept for these steps. */
    Kept kept(int[] trained);

    /** True if the rollout adds noise. */
    default boolean noisy() {
        return true;
    }

    /** The clipped ratio of Flow-GRPO. */
    record FlowGrpo(@JsonProperty(defaultValue = "{}") ClippedPolicy clip) implements PolicyConfig {
        @Override
        public Kept kept(int[] trained) {
            return Kept.transitions(trained);
        }
    }

    /**
     * GRPO-Guard's.
     *
     * @param paper see {@link GrpoGuard}
     */
    record Guard(
            @JsonProperty(defaultValue = "{}") ClippedPolicy clip,
            @JsonProperty(defaultValue = "false") boolean paper) implements PolicyConfig {
        @Override
        public Kept kept(int[] trained) {
            return new Kept(trained, true, true, false);
        }
    }
}
