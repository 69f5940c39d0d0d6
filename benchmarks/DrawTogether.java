// SPDX-License-Identifier: Apache-2.0
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.ProgramItem;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.ShapeWorld;
import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.LatentEncoder;
import io.github.deepgen4j.model.generation.Noise;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.PromptEncoder;
import io.github.deepgen4j.model.generation.ReferenceEncoder;
import io.github.deepgen4j.model.generation.Sampler;
import io.github.deepgen4j.model.generation.SamplerOptions;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.model.sampling.Euler;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.TokenizedPrompt;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws ShapeWorld's held-out items as {@code evaluate generate shapeworld} does, many at once, which is faster for a
 * small model, in the layout that {@code evaluate score shapeworld DIR} takes. Noise is that of the command; images
 * differ by rounding. What is there already is not drawn again. From the root of a clone that has been built:
 *
 * <pre>java -cp '.deepgen-build/app/lib/*' benchmarks/DrawTogether.java MODEL DIR GROUPS PER_GROUP STEPS GUIDANCE</pre>
 */
public final class DrawTogether {
    private static final int TOGETHER = 16;
    private static final long SEED = 42;
    private static final Size SIZE = new Size(64, 64);

    private final Networks model;
    private final PromptEncoder prompts;
    private final ReferenceEncoder references;
    private final LatentEncoder latents;
    private final SamplerOptions options;

    private DrawTogether(Networks model, SamplerOptions options) {
        this.model = model;
        this.prompts = new PromptEncoder(model);
        this.references = new ReferenceEncoder(model);
        this.latents = new LatentEncoder(model);
        this.options = options;
    }

    public static void main(String[] args) throws IOException {
        Path folder = args[0].equals("nano") ? ModelNames.folder("nano") : Path.of(args[0]);
        Path out = Path.of(args[1]);
        ShapeWorld benchmark = ShapeWorld.VERSIONS.getFirst();
        List<? extends ProgramItem> items = benchmark.load(
                null,
                Options.usual(benchmark.info())
                        .withSelection(new Selection(List.of(args[2].split(",")), Integer.parseInt(args[3]))));
        try (var _ = Autograd.disabled();
                Networks model =
                        Networks.open(folder, NetworkOptions.mapped(Compute.AUTO, ConstantPrecision.BF16))) {
            var drawing = new DrawTogether(
                    model, SamplerOptions.of(Integer.parseInt(args[4]), Double.parseDouble(args[5])));
            Map<Integer, List<ProgramItem>> alike = new TreeMap<>(); // of one length: only the negatives are padded
            for (ProgramItem item : items) {
                if (Files.exists(picture(out, item))) {
                    continue;
                }
                int length = drawing.prompt(item).length();
                alike.computeIfAbsent(item.edits() ? -length : length, _ -> new ArrayList<>())
                        .add(item);
            }
            int done = 0;
            long start = System.nanoTime();
            for (List<ProgramItem> group : alike.values()) {
                for (int first = 0; first < group.size(); first += TOGETHER) {
                    List<ProgramItem> some = group.subList(first, Math.min(group.size(), first + TOGETHER));
                    drawing.draw(some, out);
                    done += some.size();
                    System.out.printf("%d of %d, %.0f s%n", done, items.size(), (System.nanoTime() - start) / 1e9);
                }
            }
        }
    }

    private static Path picture(Path out, ProgramItem item) {
        return out.resolve("pictures").resolve(item.file());
    }

    private List<MergedGrid> grids(ProgramItem item) {
        return item.edits() ? List.of(references.grid(SIZE)) : List.of();
    }

    private TokenizedPrompt prompt(ProgramItem item) {
        return prompts.tokenize(item.prompt(), grids(item));
    }

    private void draw(List<ProgramItem> items, Path out) throws IOException {
        try (var _ = Scope.open()) {
            boolean edits = items.getFirst().edits();
            List<TokenizedPrompt> rows = new ArrayList<>(items.stream().map(this::prompt).toList());
            List<Tensor> seen = new ArrayList<>();
            List<List<Tensor>> sources = new ArrayList<>();
            for (ProgramItem item : items) {
                List<Tensor> own = new ArrayList<>();
                if (edits) {
                    Image source = item.source();
                    Path file = out.resolve(item.reference());
                    Files.createDirectories(file.getParent());
                    Files.write(file, source.png(Map.of()));
                    seen.add(references.features(source, "", Observer.NONE));
                    Posterior posterior = latents.posterior(source);
                    Tensor noise = new Noise.Seeded(SEED + item.seedOffset())
                            .references(List.of(List.of(posterior.mean().shape())))
                            .getFirst()
                            .getFirst();
                    own.add(latents.sample(posterior, noise));
                }
                sources.add(own);
            }
            boolean guided = options.guidance().active();
            if (guided) {
                String negative = edits ? model.config().editNegative() : "";
                items.forEach(item -> rows.add(prompts.tokenize(negative, grids(item))));
                seen.addAll(List.copyOf(seen));
            }
            var conditions = prompts.encode(prompts.batch(rows), seen, Observer.NONE);
            long[] shape = latents.shape(SIZE);
            Tensor noise = Tensor.stack(
                    0,
                    items.stream()
                            .map(item -> new Noise.Seeded(SEED + item.seedOffset())
                                    .initial(1, shape[0], shape[1], shape[2])
                                    .squeeze(0))
                            .toList());
            var sampler = new Sampler(model, new Euler());
            Tensor drawn = sampler.latents(
                    guided ? ConditionPair.of(conditions) : ConditionPair.unguided(conditions),
                    sources,
                    noise,
                    options,
                    Observer.NONE);
            List<Image> images = Pixels.toImages(sampler.pixels(drawn, Observer.NONE));
            for (int i = 0; i < items.size(); i++) {
                Path file = picture(out, items.get(i));
                Files.createDirectories(file.getParent());
                AtomicFile.write(file, images.get(i).png(Map.of()));
            }
        }
    }
}
