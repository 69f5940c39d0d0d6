// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a run minimises; {@code type} in the configuration file chooses. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = VaeReconstruction.Config.class, name = "vae_reconstruction"),
    @JsonSubTypes.Type(value = LanguageModelling.Config.class, name = "language_modelling"),
    @JsonSubTypes.Type(value = PlanAlignment.Config.class, name = "plan_alignment"),
    @JsonSubTypes.Type(value = FlowMatching.Config.class, name = "flow_matching"),
    @JsonSubTypes.Type(value = Supervised.Config.class, name = "supervised")
})
public sealed interface ObjectiveConfig
        permits VaeReconstruction.Config,
                LanguageModelling.Config,
                PlanAlignment.Config,
                FlowMatching.Config,
                Supervised.Config {}
