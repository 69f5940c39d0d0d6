// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.icons;

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
import io.github.deepgen4j.evaluation.benchmark.ProgramTally;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.icons.IconSplit;
import io.github.deepgen4j.icons.set.IconException;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.shapeworld.scene.Choices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Real things as a benchmark: prompts and edits that no model was trained on, in five languages, judged by pixels
 * alone. Its versions are what is new in them: the composition, the style of a thing, or the synonym.
 */
public final class Icons implements Benchmark<IconItem, Verdict> {
    public static final List<Icons> VERSIONS =
            List.of(new Icons(IconSplit.COMPOSITIONS), new Icons(IconSplit.PAIRS), new Icons(IconSplit.SYNONYMS));

    /** Items of each group when no number is chosen. */
    private static final int USUAL = 60;
    /** Not the seed of a run: it fixes what is asked. */
    private static final long PROMPTS = 20261201;
    /** So often a prompt that occurred before is drawn again, before it is accepted because there are no others. */
    private static final int TRIES = 200;

    private static final String TASK = "program";

    private final IconSplit split;

    private Icons(IconSplit split) {
        this.split = split;
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "icons",
                split.word(),
                Stream.of(Language.values()).map(Language::code).toList(),
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline("share of images that passed", 1, false),
                0);
    }

    /** Makes them: the same selection gives the same items, and more of each group only add to them. */
    @Override
    public List<IconItem> load(Path data, Options options) {
        IconWorld world = IconWorld.read(data, split);
        Language language = Language.valueOf(options.language().toUpperCase(Locale.ROOT));
        Selection selection = options.selection();
        Map<IconKind, Double> all = new EnumMap<>(IconKind.class);
        Stream.of(IconKind.values()).forEach(kind -> all.put(kind, 1.0));
        List<String> known = world.icons().possible(all).keySet().stream()
                .filter(kind -> split != IconSplit.SYNONYMS || names(kind))
                .map(IconKind::word)
                .toList();
        List<IconItem> items = new ArrayList<>();
        for (String group : selection.groups().isEmpty() ? known : selection.groups()) {
            if (!known.contains(group)) {
                throw new ConfigException("icons:%s expected groups among %s, found %s"
                        .formatted(split.word(), String.join(", ", known), group));
            }
            int count = selection.perGroup() == 0 ? USUAL : selection.perGroup();
            try {
                items.addAll(items(world, IconKind.of(group), language, count));
            } catch (IconException e) { // a small catalogue may hold out no sample of a kind
                if (!selection.groups().isEmpty()) {
                    throw new ConfigException(data + ": " + e.getMessage(), e);
                }
            }
        }
        return items;
    }

    /** False for instructions that name no thing. */
    private static boolean names(IconKind kind) {
        return switch (kind) {
            case EDIT_BACKGROUND, EDIT_STYLE, EDIT_TONE, EDIT_MIRROR, EDIT_WORD -> false;
            default -> true;
        };
    }

    private static List<IconItem> items(IconWorld world, IconKind kind, Language language, int count) {
        RandomGenerator random = Choices.random(PROMPTS + kind.ordinal());
        Set<String> asked = new HashSet<>();
        List<IconItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            IconExample example = draw(world, kind, language, random);
            for (int again = 0; again < TRIES && !asked.add(question(example)); again++) {
                example = draw(world, kind, language, random);
            }
            items.add(new IconItem(world, example, i, (long) Selection.MOST * kind.ordinal() + i));
        }
        return items;
    }

    private static IconExample draw(IconWorld world, IconKind kind, Language language, RandomGenerator random) {
        return world.icons().draw(Map.of(kind, 1.0), Set.of(language), random).example();
    }

    private static String question(IconExample example) {
        return example.prompt()
                + example.before().map(before -> " on " + before).orElse("");
    }

    @Override
    public Protocol protocol() {
        return Protocol.ofTheModel();
    }

    @Override
    public List<SampleRequest> plan(IconItem item, Protocol protocol) {
        return List.of(new SampleRequest(0, item.prompt(), protocol.seed() + item.seedOffset(), reference(item)));
    }

    /** The image that an item edits; its name is its place in the folder of a run. */
    private static Optional<Picture> reference(IconItem item) {
        return item.example()
                .before()
                .map(before -> new Picture.Made(
                        item.reference().substring("../".length()),
                        () -> item.world().icons().render(before)));
    }

    @Override
    public List<Artifact> artifacts(IconItem item) {
        List<Artifact> artifacts = new ArrayList<>();
        artifacts.add(new Artifact.Single(item.file(), 0));
        reference(item).ifPresent(image -> artifacts.add(new Artifact.Side(item.reference(), image::bytes)));
        return artifacts;
    }

    /** With the image that was edited, which reports show and tell prompts and edits apart by. */
    @Override
    public List<Drawn> find(IconItem item, PictureFolder folder) {
        return folder.picture(item.file()).stream()
                .map(picture -> new Drawn("0", picture, reference(item).stream().toList()))
                .toList();
    }

    @Override
    public List<Task> tasks(IconItem item, Drawn drawn, Options options) {
        return List.of(new Task(
                TASK,
                new Question.Measure(
                        drawn.picture(),
                        "icons 1",
                        question(item.example()),
                        picture -> item.world()
                                .judge(item.example(), picture.image())
                                .flat())));
    }

    @Override
    public Parsed<Verdict> parse(IconItem item, Task task, Answer answer, Options options) {
        return Parsed.ok(Verdict.of(((Reply.Measured) answer.reply()).measures()));
    }

    @Override
    public Summary aggregate(List<IconItem> items, Outcomes<Verdict> outcomes, Options options) {
        return ProgramTally.of(items, outcomes);
    }
}
