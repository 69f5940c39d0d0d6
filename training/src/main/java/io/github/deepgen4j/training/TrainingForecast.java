// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.objective.MicroBatchSize;
import java.util.Arrays;
import java.util.Optional;

/**
 * Memory of one process of a run, counted before anything is opened. Parameters are exact; activations are
 * counted from the dimensions, with a number of intermediates a block that was measured on the processor.
 *
 * @param trained parameters that learn, adapters included
 * @param parameters bytes of what learns and of what lies in the same components, float32
 * @param gradients bytes at the end of a backward pass, when they are whole whatever ZeRO does
 * @param moments bytes of Adam's two moments and of the moving average; one process's share with ZeRO-1 and 2
 * @param collected bytes of the moments that rank 0 gathers for a checkpoint, beyond its own share
 * @param frozen bytes of components that do not learn, a teacher among them, in the type of the arithmetic; mapped
 *     where the files have that type
 * @param activations bytes of the micro-batch {@code work}
 * @param work empty for stages that do not draw: their activations are not forecast
 */
public record TrainingForecast(
        long trained,
        long parameters,
        long gradients,
        long moments,
        long collected,
        long frozen,
        long activations,
        Optional<MicroBatchSize> work) {
    /** JVM, LibTorch's code and what lies around. */
    private static final long PROCESS = 700L << 20;

    /** Tensors of the width that a block of the transformer keeps for its backward pass; measured. */
    private static final long KEPT_BY_BLOCK = 52;

    /** @param world number of processes */
    public static TrainingForecast of(TrainConfig config, int world) {
        return of(config, ModelConfig.read(config.modelFolder()), world);
    }

    /**
     * @param model in place of the configuration's
     * @param world number of processes
     */
    public static TrainingForecast of(TrainConfig config, ModelConfig model, int world) {
        Trained trained = Trained.of(model, config.trainable(), config.adapters());
        long state = trained.learning() * Float.BYTES * (config.ema() > 0 ? 3 : 2);
        long share = state / (config.distributed().zero() == 0 ? 1 : world);
        Optional<MicroBatchSize> work = config.objective().largest(model);
        DType compute = config.compute();
        long activations = work.map(w -> activations(model, w, trained, compute, config.activationCheckpointing()))
                .orElse(0L);
        return new TrainingForecast(
                trained.learning(),
                trained.writable() * Float.BYTES,
                trained.learning() * Float.BYTES,
                share,
                state - share,
                (trained.frozen() + teacher(config, model)) * compute.bytes(),
                activations,
                work);
    }

    /** Parameters of a second transformer; the first is its own teacher where only adapters beside it learn. */
    private static long teacher(TrainConfig config, ModelConfig model) {
        boolean second = config.objective().asksTeacher()
                && config.trainable().stream().anyMatch(prefix -> prefix.startsWith("transformer"));
        return second
                ? model.manifests().get(Component.TRANSFORMER).shapes().values().stream()
                        .mapToLong(shape -> Arrays.stream(shape).reduce(1, Math::multiplyExact))
                        .sum()
                : 0;
    }

    /** Bytes of rank 0's process when it is largest: at the end of a forward pass, or when it writes a checkpoint. */
    public long peak() {
        return PROCESS + exact() + frozen + Math.max(activations, collected);
    }

    /** Bytes that cannot be less: of what learns and Adam's share of it. */
    public long exact() {
        return parameters + gradients + moments;
    }

    private static long activations(
            ModelConfig model, MicroBatchSize work, Trained trained, DType compute, boolean checkpointing) {
        long cells = tokens(work.image(), model.sideMultiple());
        int cell = model.vlm().vision().patch() * model.vlm().vision().merge();
        long text = work.tokens() + model.connector().thinkTokens() + work.references() * tokens(work.image(), cell);
        long image = cells * (1 + work.references());

        var dit = model.transformer();
        long scores = compute == DType.BF16 ? 1 : 0; // float32's fused kernel keeps none
        long block =
                KEPT_BY_BLOCK * (image + text) * dit.width() + scores * dit.heads() * (image + text) * (image + text);
        long elements = kept(dit.layers(), block, (image + text) * dit.width(), checkpointing);

        var connector = model.connector();
        if (trained.connector() || trained.language()) {
            long layer = text * (20L * connector.hidden() + 4L * connector.intermediate())
                    + scores * connector.heads() * text * text;
            elements += text * connector.stackedWidth()
                    + kept(connector.layers(), layer, text * connector.hidden(), checkpointing);
        }
        var language = model.vlm();
        long layer = text * (20L * language.hidden() + 5L * language.intermediate())
                + scores * language.heads() * text * text;
        int read = Arrays.stream(connector.selectedLayers()).max().orElseThrow();
        elements += trained.language()
                ? kept(read, layer, text * language.hidden(), checkpointing)
                : layer + read * text * language.hidden();
        long copies =
                compute == DType.BF16 ? trained.learning() : 0; // of the float32 weights, in the arithmetic's type
        return (work.batch() * elements + (checkpointing ? copies / dit.layers() : copies)) * compute.bytes();
    }

    /** Elements that the backward pass finds: everything, or the blocks' inputs and one block twice. */
    private static long kept(int blocks, long block, long input, boolean checkpointing) {
        return checkpointing ? blocks * input + 2 * block : blocks * block;
    }

    private static long tokens(Size size, int cell) {
        return (long) Math.ceilDiv(size.width(), cell) * Math.ceilDiv(size.height(), cell);
    }
}
