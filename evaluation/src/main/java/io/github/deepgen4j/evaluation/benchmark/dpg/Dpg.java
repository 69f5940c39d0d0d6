// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.BenchmarkInfo;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * DPG-Bench (Hu et al. 2024; {@code TencentQQGYLab/ELLA}, folder dpg_bench): 1,065 dense prompts; four pictures of each
 * in one grid; yes/no questions about every picture, of which those count whose parents are answered yes.
 */
public final class Dpg implements Benchmark<DpgItem, Dpg.Said> {
    /** The benchmark, and its form over prompts of ShapeWorld, for models that draw nothing else. */
    public static final List<Dpg> VERSIONS = List.of(new Dpg(false), new Dpg(true));

    private static final double GUIDANCE = 7.5;
    private static final int SAMPLES = 4;
    private static final int COLUMNS = 2;
    private static final Size USUAL_TILE = new Size(512, 512);

    /** An answer: exactly {@code yes}, or anything else. */
    public record Said(boolean yes) {}

    private final boolean shapeWorld;

    private Dpg(boolean shapeWorld) {
        this.shapeWorld = shapeWorld;
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "dpg",
                shapeWorld ? "shapeworld" : "",
                List.of("en"),
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline("mean share of questions that hold", 100, false),
                shapeWorld ? 0 : DpgData.ITEMS);
    }

    @Override
    public List<DpgItem> load(Path data, Options options) {
        return shapeWorld ? ShapeWorldTable.items(options.mode()) : DpgData.read(data, options.mode());
    }

    @Override
    public Protocol protocol() {
        return shapeWorld
                ? Protocol.ofTheModel().withSamples(SAMPLES)
                : Protocol.textToImage(SAMPLES).withGuidance(GUIDANCE);
    }

    @Override
    public List<SampleRequest> plan(DpgItem item, Protocol protocol) {
        return IntStream.range(0, protocol.samples())
                .mapToObj(sample -> new SampleRequest(
                        sample, item.prompt(), protocol.seedOf(item.index(), sample), Optional.empty()))
                .toList();
    }

    @Override
    public List<Artifact> artifacts(DpgItem item) {
        return List.of(grid(item.name() + ".png"));
    }

    private static Artifact.Grid grid(String file) {
        return new Artifact.Grid(file, IntStream.range(0, SAMPLES).boxed().toList(), COLUMNS);
    }

    /** The grids of every file whose name up to its first dot is the item's, as the script matches them. */
    @Override
    public List<Drawn> find(DpgItem item, PictureFolder folder) {
        List<Drawn> found = new ArrayList<>();
        String usual = item.name() + ".png";
        for (String file : folder.names("")) {
            if (file.startsWith(item.name()) && file.split("\\.", 2)[0].equals(item.name())) {
                Artifact.Grid grid = grid(file);
                folder.picture(file)
                        .ifPresent(whole -> grid.samples()
                                .forEach(tile -> found.add(new Drawn(
                                        file.equals(usual) ? String.valueOf(tile) : file + "#" + tile,
                                        grid.tile(whole, tile)))));
            }
        }
        return found;
    }

    @Override
    public List<Task> tasks(DpgItem item, Drawn drawn, Options options) {
        if (item.questions().isEmpty()) {
            throw new ConfigException(
                    "the data of DPG-Bench hold no %s, which scoring needs; fetch it from".formatted(DpgData.TABLE)
                            + " TencentQQGYLab/ELLA, folder dpg_bench");
        }
        Picture tile = shapeWorld && options.tile().isEmpty() // in the model's own size
                ? drawn.picture()
                : checked(drawn.picture(), options.tile().orElse(USUAL_TILE));
        return item.questions().stream()
                .map(question -> new Task(String.valueOf(question.id()), new Question.YesNo(tile, question.text())))
                .toList();
    }

    /** Of another size it would be a part of a picture, or of several. */
    private static Picture checked(Picture tile, Size expected) {
        return new Picture.Made(tile.name(), () -> {
            Image image = tile.image();
            if (!image.size().equals(expected)) {
                throw new ImageException("%s: expected a grid of %dx%d tiles of %s, found tiles of %s"
                        .formatted(tile.name(), COLUMNS, SAMPLES / COLUMNS, expected, image.size()));
            }
            return image;
        });
    }

    @Override
    public Parsed<Said> parse(DpgItem item, Task task, Answer answer, Options options) {
        return Parsed.ok(new Said(CropScore.isYes(((Reply.Said) answer.reply()).said())));
    }

    @Override
    public Summary aggregate(List<DpgItem> items, Outcomes<Said> outcomes, Options options) {
        return DpgTally.of(items, outcomes, options.mode());
    }
}
