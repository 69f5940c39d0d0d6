// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.training.data.DataConfig;
import io.github.deepgen4j.training.data.SourceConfig;
import io.github.deepgen4j.training.data.SourceFormats;
import io.github.deepgen4j.training.data.TrainingData;
import io.github.deepgen4j.training.nano.IconRecognition;
import io.github.deepgen4j.training.nano.ImageReconstruction;
import io.github.deepgen4j.training.nano.LanguageModelling;
import io.github.deepgen4j.training.nano.NanoFlowMatching;
import io.github.deepgen4j.training.nano.PlanAlignment;
import io.github.deepgen4j.training.nano.PlannedData;
import io.github.deepgen4j.training.nano.VaeReconstruction;
import io.github.deepgen4j.training.objective.FlowMatching;
import io.github.deepgen4j.training.objective.GuidanceDistillation;
import io.github.deepgen4j.training.objective.LessonConfig;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import io.github.deepgen4j.training.objective.StepDistillation;
import io.github.deepgen4j.training.objective.TimestepDensity;
import io.github.deepgen4j.training.rl.AdvantageMatching;
import io.github.deepgen4j.training.rl.DiffusionNft;
import io.github.deepgen4j.training.rl.MrGrpoConfig;
import io.github.deepgen4j.training.rl.PolicyConfig;
import io.github.deepgen4j.training.rl.TrainedSteps;
import io.github.deepgen4j.training.rl.prompt.PromptMixConfig;
import io.github.deepgen4j.training.rl.prompt.PromptMixFile;
import io.github.deepgen4j.training.rl.prompt.PromptSource;
import io.github.deepgen4j.training.yaml.Schema;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Implementations that a configuration file chooses by a name, a line for each. Whoever adds one registers it here;
 * formats of data sets in {@link SourceFormats}.
 */
public final class ConfigTypes {
    private static final Map<String, Class<?>> OBJECTIVES = Map.of(
            "flow_matching", FlowMatching.Config.class,
            "guidance_distillation", GuidanceDistillation.class,
            "step_distillation", StepDistillation.class,
            "mr_grpo", MrGrpoConfig.class,
            "nano_flow_matching", NanoFlowMatching.Config.class,
            "vae_reconstruction", VaeReconstruction.Config.class,
            "language_modelling", LanguageModelling.Config.class,
            "plan_alignment", PlanAlignment.Config.class,
            "image_reconstruction", ImageReconstruction.Config.class,
            "icon_recognition", IconRecognition.Config.class);

    private static final Map<String, Class<?>> LESSONS = Map.of(
            "flow_matching", FlowMatching.Config.class,
            "nano_flow_matching", NanoFlowMatching.Config.class);

    private static final Map<String, Class<?>> DATA = Map.of(
            "files", TrainingData.FromFiles.class,
            "icons", TrainingData.FromIcons.class,
            "shapeworld", TrainingData.FromShapeWorld.class);

    private static final Map<String, Class<?>> PLANNED = Map.of(
            "icons", PlannedData.OfIcons.class,
            "shapeworld", PlannedData.OfShapeWorld.class);

    private static final Map<String, Class<?>> DENSITIES = Map.of(
            "uniform", TimestepDensity.Uniform.class,
            "logit_normal", TimestepDensity.LogitNormal.class,
            "mode", TimestepDensity.Mode.class);

    private static final Map<String, Class<?>> TRAINED = Map.of(
            "random", TrainedSteps.Random.class,
            "window", TrainedSteps.Window.class);

    private static final Map<String, Class<?>> POLICIES = Map.of(
            "flow_grpo", PolicyConfig.FlowGrpo.class,
            "grpo_guard", PolicyConfig.Guard.class,
            "diffusion_nft", DiffusionNft.class,
            "awm", AdvantageMatching.class);

    private static final Map<Class<?>, Map<String, Class<?>>> ALL = Map.of(
            ObjectiveConfig.class, OBJECTIVES,
            LessonConfig.class, LESSONS,
            TrainingData.class, DATA,
            PlannedData.class, PLANNED,
            TimestepDensity.class, DENSITIES,
            SourceConfig.class, SourceFormats.all(),
            PromptSource.class, PromptMixFile.sources(),
            TrainedSteps.class, TRAINED,
            PolicyConfig.class, POLICIES);

    private static final Map<String, Kind> KINDS =
            Kind.ALL.stream().collect(Collectors.toMap(Kind::word, kind -> kind));

    /** The form of training configurations. */
    static final Schema SCHEMA =
            new Schema(ALL, Map.of(Kind.class, KINDS), Set.of(DataConfig.class, PromptMixConfig.class));

    private ConfigTypes() {}

    /**
     * The name of an objective in configuration files.
     *
     * @throws ConfigException if it has none
     */
    public static String nameOf(ObjectiveConfig config) {
        return OBJECTIVES.entrySet().stream()
                .filter(type -> type.getValue() == config.getClass())
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        config.getClass().getName() + ": expected one of the objectives " + OBJECTIVES.keySet()))
                .getKey();
    }
}
