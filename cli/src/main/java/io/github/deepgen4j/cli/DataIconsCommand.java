// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.icons.IconExamples;
import io.github.deepgen4j.icons.IconSplit;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.text.Vocabulary;
import io.github.deepgen4j.shapeworld.prompt.ShapePhrases;
import io.github.deepgen4j.training.data.IconData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code deepgen data icons}: icons with prompts and edits in the file formats of real data. */
@Command(
        name = "icons",
        customSynopsis = "deepgen data icons [OPTIONS] -o=DIR FOLDER...",
        description = "Writes a data set of real things: icons, prompts and edits.",
        footer = {
            "",
            "benchmarks/fetch_icons.py fetches the folders. What cannot be used is left out and counted on stderr."
        })
final class DataIconsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FOLDER",
            arity = "1..*",
            description = "Unpacked npm packages: sets of icons (@iconify-json/...), the first of them the style where"
                    + " a prompt names none, and emojibase-data.")
    private List<Path> folders;

    @Mixin
    private SampleSetMixin set;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "96",
            description = "Side of the images, a multiple of 8, default ${DEFAULT-VALUE}.")
    private int size;

    @Option(
            names = "--split",
            paramLabel = "WORD",
            defaultValue = "train",
            converter = SplitConverter.class,
            completionCandidates = Splits.class,
            description = "Samples to learn from, or those kept for measuring, default ${DEFAULT-VALUE}:"
                    + " ${COMPLETION-CANDIDATES}.")
    private IconSplit split;

    @Option(
            names = "--categories",
            paramLabel = "WORD",
            split = ",",
            converter = Kinds.Converter.class,
            completionCandidates = Kinds.class,
            description = "Kinds of prompts and edits, in equal shares; default all: ${COMPLETION-CANDIDATES}.")
    private List<IconKind> kinds = List.of(IconKind.values());

    @Option(
            names = "--languages",
            paramLabel = "CODE",
            split = ",",
            defaultValue = "en,de,es,fr,zh",
            description = "Languages of prompts, default ${DEFAULT-VALUE}; half are in the first of that order.")
    private List<Language> languages;

    @Option(
            names = "--style",
            paramLabel = "SET=WORD",
            description = "What prompts call the style of a set, by its prefix: --style noto=round. Repeatable.")
    private Map<String, String> styles = Map.of();

    @Option(
            names = "--vocabulary",
            paramLabel = "FILE",
            description = "Also writes the words of all prompts, one a line: vocabulary.txt of a model that learns"
                    + " from them.")
    private Optional<Path> vocabulary = Optional.empty();

    /** For the help text. */
    static final class Splits extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Splits() {
            super(Stream.of(IconSplit.values()).map(IconSplit::word).toList());
        }
    }

    static final class SplitConverter implements ITypeConverter<IconSplit> {
        @Override
        public IconSplit convert(String word) {
            return Stream.of(IconSplit.values())
                    .filter(split -> split.word().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "expected one of " + String.join(", ", new Splits()) + ", found " + word));
        }
    }

    /** For the help text. */
    static final class Kinds extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Kinds() {
            super(Stream.of(IconKind.values()).map(IconKind::word).toList());
        }

        static final class Converter implements ITypeConverter<IconKind> {
            @Override
            public IconKind convert(String word) {
                try {
                    return IconKind.of(word);
                } catch (IllegalArgumentException e) {
                    throw new TypeConversionException(e.getMessage());
                }
            }
        }
    }

    @Override
    public Integer call() {
        set.requireSamples();
        Map<IconKind, Double> weights = new LinkedHashMap<>();
        kinds.forEach(kind -> weights.put(kind, 1.0));
        IconData data = new IconData(folders, size, split, weights, Set.copyOf(languages), styles);
        IconExamples examples = data.open();
        int code = set.write(size, data.numbered(examples, set.seed()));
        vocabulary.ifPresent(file -> AtomicFile.write(file, words(examples)));
        examples.skipped().lines().forEach(spec.commandLine().getErr()::println);
        return code;
    }

    /** Training mixes in ShapeWorld's scenes. */
    private static String words(IconExamples examples) {
        return String.join("\n", Vocabulary.words(Stream.concat(examples.phrases(), ShapePhrases.all()))) + "\n";
    }
}
