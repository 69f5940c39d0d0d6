// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.training.nano.LanguageModelling;
import io.github.deepgen4j.training.nano.NanoFlowMatching;
import io.github.deepgen4j.training.nano.PlanAlignment;
import io.github.deepgen4j.training.nano.VaeReconstruction;
import io.github.deepgen4j.training.objective.FlowMatching;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** The objectives that a configuration file can choose, by its {@code objective.type}. */
public final class ObjectiveTypes {
    private static final Map<String, Class<? extends ObjectiveConfig>> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("flow_matching", FlowMatching.Config.class);
        TYPES.put("nano_flow_matching", NanoFlowMatching.Config.class);
        TYPES.put("vae_reconstruction", VaeReconstruction.Config.class);
        TYPES.put("language_modelling", LanguageModelling.Config.class);
        TYPES.put("plan_alignment", PlanAlignment.Config.class);
    }

    /** What checkpoints of older versions say instead: the class of the time. */
    private static final Map<String, String> CLASSES = Map.of(
            "Supervised", "flow_matching",
            "FlowMatching", "nano_flow_matching",
            "VaeReconstruction", "vae_reconstruction",
            "LanguageModelling", "language_modelling",
            "PlanAlignment", "plan_alignment");

    private ObjectiveTypes() {}

    /** Implementations by name, in the order in which messages list them. */
    static Map<String, Class<? extends ObjectiveConfig>> all() {
        return Map.copyOf(TYPES);
    }

    /**
     * The name of an objective in configuration files.
     *
     * @throws ConfigException if it has none
     */
    public static String nameOf(ObjectiveConfig config) {
        return TYPES.entrySet().stream()
                .filter(type -> type.getValue() == config.getClass())
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        config.getClass().getName() + ": expected one of the objectives " + TYPES.keySet()))
                .getKey();
    }

    /** The name of today for one that a checkpoint holds. */
    public static String current(String stored) {
        return CLASSES.getOrDefault(stored, stored);
    }
}
