// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.MatmulPrecision;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.training.mlflow.MlflowConfig;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One training run, as its YAML file says it; every field without a default is required.
 *
 * @param model folder the parts are read from, {@link #NANO} for the embedded model; a part without weights is created
 *     from the seed
 * @param trainable prefixes of parameter names, component first, for example {@code connector.projector_1}
 * @param steps optimizer steps
 * @param accumulation micro-batches to a step, of all processes together
 * @param maxGradNorm gradients are scaled down to this norm
 * @param start how parts without weights begin
 * @param compute type of the arithmetic, F32 or BF16; what is trained, gradients and moments are float32 in any case
 * @param float32MatmulPrecision how finely float32 matrices are multiplied, forwards and backwards
 * @param activationCheckpointing blocks keep only their inputs for the backward pass and compute the rest again: less
 *     memory, more time
 * @param lora adapters of the language model
 * @param transformerLora adapters of the transformer
 * @param ema decay of the moving average that is validated and saved; 0 for none
 * @param mlflow server that hears of the run, too; null for none
 */
public record TrainConfig(
        Path model,
        List<String> trainable,
        long seed,
        int steps,
        int accumulation,
        LearningRate learningRate,
        Optimizer optimizer,
        double maxGradNorm,
        Start start,
        DType compute,
        @JsonProperty(defaultValue = "HIGHEST") MatmulPrecision float32MatmulPrecision,
        boolean activationCheckpointing,
        LoraConfig lora,

        @JsonProperty(defaultValue = "{rank: 0, alpha: 0, dropout: 0}")
        LoraConfig transformerLora,

        double ema,
        Every log,
        Checkpointing checkpoint,
        Every validate,
        @JsonProperty(defaultValue = "{}") Distributed distributed,
        ObjectiveConfig objective,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        MlflowConfig mlflow) {

    /** Instead of a folder: the embedded nano model. */
    public static final Path NANO = Path.of(ModelNames.NANO);

    /** The initial values of new parameters. */
    public enum Start {
        /**
         * The reference's rules: zero gates and projectors, the published position table (spec/training.md section 7).
         */
        REFERENCE,
        /**
         * For a transformer without a pre-trained ancestor; see
         * {@link io.github.deepgen4j.training.nano.NanoInitialiser}.
         */
        NANO
    }

    /** AdamW's settings. */
    public record Optimizer(double beta1, double beta2, double eps, double weightDecay) {
        public Optimizer {
            require(beta1 >= 0 && beta1 < 1, "beta1", "0 or more, less than 1", beta1);
            require(beta2 >= 0 && beta2 < 1, "beta2", "0 or more, less than 1", beta2);
            require(eps > 0, "eps", "more than 0", eps);
            require(weightDecay >= 0, "weight_decay", "0 or more", weightDecay);
        }

        public AdamW.Options options() {
            return new AdamW.Options(beta1, beta2, eps, weightDecay);
        }
    }

    /** The folder of the model that the run begins with. */
    public Path modelFolder() {
        return ModelNames.folder(model.toString());
    }

    /** The adapters that are trained, by component. */
    public Map<Component, LoraConfig> adapters() {
        Map<Component, LoraConfig> adapters = new EnumMap<>(Component.class);
        adapters.put(Component.VLM, lora);
        adapters.put(Component.TRANSFORMER, transformerLora);
        adapters.values().removeIf(LoraConfig::absent);
        return adapters;
    }

    /** This configuration with the model of another folder. */
    public TrainConfig withModel(Path folder) {
        return new TrainConfig(
                folder,
                trainable,
                seed,
                steps,
                accumulation,
                learningRate,
                optimizer,
                maxGradNorm,
                start,
                compute,
                float32MatmulPrecision,
                activationCheckpointing,
                lora,
                transformerLora,
                ema,
                log,
                checkpoint,
                validate,
                distributed,
                objective,
                mlflow);
    }

    /**
     * Settings that matter with several processes only.
     *
     * @param zero what is not held by every process, but by one for all: 0 nothing, 1 Adam's moments and averages, 2
     *     between micro-batches gradients, too
     * @param timeoutSeconds how long processes wait for each other
     * @param backend how tensors travel
     */
    public record Distributed(
            @JsonProperty(defaultValue = "0") int zero,
            @JsonProperty(defaultValue = "600") int timeoutSeconds,
            @JsonProperty(defaultValue = "GLOO") ProcessGroup.Backend backend) {
        public Distributed {
            require(zero >= 0 && zero <= 2, "zero", "0, 1 or 2", zero);
            require(timeoutSeconds >= 1, "timeout_seconds", "1 or more", timeoutSeconds);
        }
    }

    /** An interval in steps. */
    public record Every(int every) {
        public Every {
            require(every >= 1, "every", "1 or more", every);
        }

        public boolean due(int step) {
            return step % every == 0;
        }
    }

    /**
     * @param keep number of checkpoints that stay
     * @param type in which trained weights are stored in {@code model/}, F32 or BF16; what a resumed run continues from
     *     is float32 in any case
     */
    public record Checkpointing(int every, int keep, DType type) {
        public Checkpointing {
            require(every >= 1, "every", "1 or more", every);
            require(keep >= 1, "keep", "1 or more", keep);
            requireArithmetic("type", type);
        }

        public boolean due(int step) {
            return step % every == 0;
        }
    }

    private static void requireArithmetic(String field, DType type) {
        require(type == DType.F32 || type == DType.BF16, field, "F32 or BF16", type);
    }

    public TrainConfig {
        require(
                !trainable.isEmpty() || !lora.absent() || !transformerLora.absent(),
                "trainable",
                "prefixes of parameters, or lora",
                trainable);
        require(trainable.stream().noneMatch(String::isBlank), "trainable", "prefixes of parameters", trainable);
        require(steps >= 1, "steps", "1 or more", steps);
        require(accumulation >= 1, "accumulation", "1 or more", accumulation);
        require(maxGradNorm > 0, "max_grad_norm", "more than 0", maxGradNorm);
        requireArithmetic("compute", compute);
        require(ema >= 0 && ema < 1, "ema", "0 or more, less than 1", ema);
    }
}
