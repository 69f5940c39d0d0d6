// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.icons;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.ProgramBenchmark;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Real things as a benchmark: prompts and edits that no model was trained on, in five languages, judged by pixels
 * alone or, in the family {@code detector}, with a network that has learned the things. Its versions are what is new in
 * them: the composition, the style of a thing, or the synonym.
 */
public final class Icons extends ProgramBenchmark<IconItem> {
    public static final List<Icons> VERSIONS =
            List.of(new Icons(IconSplit.COMPOSITIONS), new Icons(IconSplit.PAIRS), new Icons(IconSplit.SYNONYMS));

    /** Items of each group when no number is chosen. */
    private static final int USUAL = 60;
    /** Not the seed of a run: it fixes what is asked. */
    private static final long PROMPTS = 20261201;

    private static final String VERSION = "icons 1";
    /** The judge that knows pixels alone. */
    private static final String PROGRAM = "program";
    /** The judge that has learned things: a detector, beside the program for all else. */
    private static final String DETECTOR = "detector";

    private static final String THINGS = "things";
    private static final double THRESHOLD = 0.5;

    private final IconSplit split;

    private Icons(IconSplit split) {
        super(
                "icons",
                split.word(),
                Stream.of(Language.values()).map(Language::code).toList(),
                VERSION);
        this.split = split;
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
        for (String group : groups(selection, known)) {
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

    @Override
    public List<String> judges() {
        return List.of(PROGRAM, DETECTOR);
    }

    @Override
    protected int questions(Options options) {
        return options.judge().equals(DETECTOR) ? 2 : 1;
    }

    @Override
    public List<Task> tasks(IconItem item, Drawn drawn, Options options) {
        return options.judge().equals(DETECTOR)
                ? List.of(
                        measure(item, drawn, VERSION + " but things", item::judgeSurroundings),
                        new Task(THINGS, new Question.Detect(drawn.picture(), THRESHOLD, item.classes(), Set.of())))
                : super.tasks(item, drawn, options);
    }

    @Override
    public Parsed<Verdict> parse(IconItem item, Task task, Answer answer, Options options) {
        return answer.reply() instanceof Reply.Objects found
                ? Parsed.ok(item.judgeThings(
                        found.objects(),
                        task.question().pictures().getFirst().image().size()))
                : super.parse(item, task, answer, options);
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
        Supplier<IconExample> next = () ->
                world.icons().draw(Map.of(kind, 1.0), Set.of(language), random).example();
        List<IconItem> items = new ArrayList<>();
        for (IconExample example : different(count, next, IconItem::question)) {
            items.add(
                    new IconItem(world, example, items.size(), (long) Selection.MOST * kind.ordinal() + items.size()));
        }
        return items;
    }
}
