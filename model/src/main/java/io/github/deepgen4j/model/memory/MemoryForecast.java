// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.memory;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The memory that an image takes, stage by stage, before it is drawn. Weights are counted exactly: mapped files as far
 * as they are read, converted copies in full. Activations are what the layers of one block hold at once; their factors
 * were fitted to measured peaks and lie above them (docs/performance.md).
 *
 * @param stages in the order of the work
 */
public record MemoryForecast(Offload offload, DType compute, List<Need> stages) {
    /** The Java machine, LibTorch and the tokenizer. */
    static final long PROCESS = 700L << 20;

    /**
     * Bytes that a stage has in memory at once.
     *
     * @param weights of this stage and, when all weights stay, of those before and after it
     */
    public record Need(Stage stage, long weights, long activations) {
        public long total() {
            return PROCESS + weights + activations;
        }
    }

    /** Bytes of the weights of each network as they lie in memory while it computes. */
    public record WeightBytes(long language, long vision, long bridging, long transformer, long vae) {
        /**
         * Those of mapped networks. Of the token table only some rows are read, and under Stacked Channel Bridging the
         * language model's last layer never is.
         */
        public static WeightBytes of(Networks networks) {
            WeightBytes mapped = of(networks.config(), networks::bytes);
            return new WeightBytes(
                    mapped.language() + networks.adapterBytes(Component.VLM),
                    mapped.vision(),
                    mapped.bridging(),
                    mapped.transformer() + networks.adapterBytes(Component.TRANSFORMER),
                    mapped.vae());
        }

        /** These, and adapters of the language model and the transformer beside them. */
        public WeightBytes plus(long languageAdapters, long transformerAdapters) {
            return new WeightBytes(
                    language + languageAdapters, vision, bridging, transformer + transformerAdapters, vae);
        }

        /** Those of a model of which only the configuration is there, stored in the types of the release. */
        public static WeightBytes of(ModelConfig config, Compute compute) {
            return of(config, (component, names, layers) -> config.releasedBytes(component, names, layers, compute));
        }

        /** Bytes of some tensors of a component that are spread over a number of layers. */
        private interface Sizes {
            long bytes(Component component, Predicate<String> names, int layers);
        }

        private static WeightBytes of(ModelConfig config, Sizes sizes) {
            int highest =
                    Arrays.stream(config.connector().selectedLayers()).max().orElseThrow();
            Predicate<String> read =
                    name -> name.startsWith("model.layers.") && Integer.parseInt(name.split("\\.", 4)[2]) < highest;
            return new WeightBytes(
                    sizes.bytes(Component.VLM, read, highest),
                    sizes.bytes(
                            Component.VLM,
                            name -> name.startsWith("visual."),
                            config.vlm().vision().depth()),
                    sizes.bytes(
                            Component.CONNECTOR, _ -> true, config.connector().layers()),
                    sizes.bytes(
                            Component.TRANSFORMER,
                            name -> !name.equals("pos_embed.pos_embed"),
                            config.transformer().layers()),
                    sizes.bytes(Component.VAE, _ -> true, 1));
        }
    }

    /**
     * The work of one image.
     *
     * @param rows 2 with guidance, else 1
     * @param tokens of the longer of prompt and negative, template included, image tokens not
     * @param references sizes after the resize
     * @param keptRows rows of which keys and values of the references are kept between steps, 0 for none
     */
    public record Work(Size size, List<Size> references, int rows, int tokens, int keptRows) {
        /** Nothing is kept between steps. */
        public Work(Size size, List<Size> references, int rows, int tokens) {
            this(size, references, rows, tokens, 0);
        }
    }

    static MemoryForecast of(ModelConfig config, WeightBytes weights, Work work, DType compute, Offload offload) {
        boolean edit = !work.references().isEmpty();
        long reading = weights.language() + weights.bridging() + (edit ? weights.vision() : 0);
        long all = reading + weights.transformer() + weights.vae();
        boolean staged = offload == Offload.MODEL;
        long element = compute.bytes();
        List<Need> needs = new ArrayList<>();
        needs.add(new Need(Stage.READ_PROMPT, staged ? reading + weights.vae() : all, reading(config, work) * element));
        if (edit) {
            needs.add(new Need(Stage.READ_REFERENCES, staged ? weights.vae() : all, encoding(config, work) * element));
        }
        needs.add(new Need(
                Stage.DENOISE,
                staged ? weights.transformer() + weights.vae() : all,
                (denoising(config, work) + kept(config, work)) * element));
        needs.add(new Need(Stage.DECODE, staged ? weights.vae() : all, decoding(config, work) * element));
        return new MemoryForecast(offload, compute, List.copyOf(needs));
    }

    /** The stage that needs most. */
    public Need largest() {
        return stages.stream().max(Comparator.comparingLong(Need::total)).orElseThrow();
    }

    /** Bytes of the process when it is largest. */
    public long peak() {
        return largest().total();
    }

    // ---- elements of activations ----

    /**
     * The language model keeps every layer's states; a layer holds its own intermediates, four of them in the MLP's
     * width.
     */
    private static long reading(ModelConfig config, Work work) {
        var vlm = config.vlm();
        int cell = vlm.vision().patch() * vlm.vision().merge();
        long imageTokens =
                work.references().stream().mapToLong(size -> tokens(size, cell)).sum();
        long positions = work.tokens() + imageTokens + config.connector().thinkTokens();
        long language = (long) vlm.layers() * vlm.hidden() + 16L * vlm.hidden() + 4L * vlm.intermediate();
        var connector = config.connector();
        long bridging = 2L * connector.stackedWidth() + 12L * connector.hidden() + 3L * connector.intermediate();
        long scores = positions * vlm.heads() / 4;
        long text = work.rows() * positions * (Math.max(language, bridging) + scores);
        long patches = work.references().stream()
                .mapToLong(size ->
                        tokens(size, cell) * vlm.vision().merge() * vlm.vision().merge())
                .max()
                .orElse(0);
        long vision = patches * (24L * vlm.vision().hidden() + 4L * vlm.vision().intermediate());
        return text + vision;
    }

    private static long tokens(Size size, int cell) {
        return (long) Math.ceilDiv(size.width(), cell) * Math.ceilDiv(size.height(), cell);
    }

    /**
     * A joint block: some forty intermediates of the width, eight of them in the feed-forward network. The process
     * keeps nearly three times as much, for the allocator does not give back what one operation frees and the next
     * cannot use: 100 to 130 were measured for images of 512 and 1024 pixels, with and without a reference.
     */
    private static long denoising(ModelConfig config, Work work) {
        int cell = config.sideMultiple();
        long image = tokens(work.size(), cell)
                + work.references().stream()
                        .mapToLong(size -> tokens(size, cell))
                        .sum();
        int cells = config.vlm().vision().patch() * config.vlm().vision().merge();
        long context = work.tokens()
                + config.connector().thinkTokens()
                + work.references().stream()
                        .mapToLong(size -> tokens(size, cells))
                        .sum();
        return 130L * work.rows() * (image + context) * config.transformer().width();
    }

    /** Keys and values of the references in every attention. */
    private static long kept(ModelConfig config, Work work) {
        var transformer = config.transformer();
        long references = work.references().stream()
                .mapToLong(size -> tokens(size, config.sideMultiple()))
                .sum();
        long attentions = IntStream.range(0, transformer.layers())
                .map(block -> transformer.hasDualAttention(block) ? 2 : 1)
                .sum();
        return 2L * work.keptRows() * references * attentions * transformer.width();
    }

    /**
     * The finest level at the image's size: input, output and what a convolution rearranges, in bands; kept twice
     * (measured).
     */
    private static long decoding(ModelConfig config, Work work) {
        int[] channels = config.vae().channels();
        long cells = (long) work.size().width() * work.size().height();
        return 7L * channels[Math.min(1, channels.length - 1)] * cells + (1L << 27);
    }

    private static long encoding(ModelConfig config, Work work) {
        long cells = work.references().stream()
                .mapToLong(size -> (long) size.width() * size.height())
                .max()
                .orElse(0);
        return 8L * config.vae().channels()[0] * cells + (1L << 27);
    }
}
