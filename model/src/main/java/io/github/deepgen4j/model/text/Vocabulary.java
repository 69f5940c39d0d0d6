// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.text;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.files.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of the prompts that a small model has learned from. Such a model draws something for every prompt; whoever
 * asks for a word that it never saw should be told. A large model has no such list.
 *
 * <p>A model folder holds it as {@code vocabulary.txt}: words or phrases, one a line, in UTF-8; empty lines and lines
 * that begin with {@code #} do not count. {@code draws} of {@code model_index.json} may say what all its images show.
 */
public final class Vocabulary {
    /** Its file in a model folder. */
    public static final String FILE = "vocabulary.txt";

    /** Letters to write stand in quotes and are no words. */
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|\u201c[^\u201d]*\u201d");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\\p{P}+=<>|~^$`]+");

    /** Scripts that put no space between words. */
    private static final Pattern UNSPACED = Pattern.compile(
            "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}]+");

    private final Optional<String> draws;
    private final Set<String> words;
    private final int longest;

    private Vocabulary(Optional<String> draws, Collection<String> phrases) {
        this.draws = draws;
        this.words = phrases.stream().flatMap(Vocabulary::wordsOf).collect(Collectors.toUnmodifiableSet());
        this.longest = words.stream().mapToInt(String::length).max().orElse(0);
    }

    /**
     * The vocabulary of a model folder; empty if it has none.
     *
     * @throws ConfigException if the file cannot be read
     */
    public static Optional<Vocabulary> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String draws = ConfigFile.read(folder.resolve("model_index.json")).text("draws", "");
            String text = Utf8.text(
                    Files.readAllBytes(file),
                    found -> new ConfigException(file + ": expected words in UTF-8, one a line, found " + found));
            return Optional.of(new Vocabulary(
                    Optional.of(draws).filter(all -> !all.isEmpty()),
                    text.lines().filter(line -> !line.startsWith("#")).toList()));
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + e + ")", e);
        }
    }

    /** The sort of things that all images show, for example "coloured shapes"; empty if the model does not say. */
    public Optional<String> draws() {
        return draws;
    }

    /** The words of a prompt that are none of these, in lower case, each once. */
    public List<String> unknown(String prompt) {
        return wordsOf(QUOTED.matcher(prompt).replaceAll(" "))
                .flatMap(this::withoutKnown)
                .distinct()
                .toList();
    }

    private Stream<String> withoutKnown(String word) {
        if (words.contains(word)) {
            return Stream.empty();
        }
        Matcher unspaced = UNSPACED.matcher(word);
        if (!unspaced.find()) {
            return Stream.of(word);
        }
        List<String> rest = new ArrayList<>(unknownRuns(unspaced.group()));
        Stream.of(word.substring(0, unspaced.start()), word.substring(unspaced.end()))
                .filter(part -> !part.isEmpty())
                .flatMap(this::withoutKnown)
                .forEach(rest::add);
        return rest.stream();
    }

    /** The rest of a text without spaces when the longest known words, from the left, are taken out. */
    private List<String> unknownRuns(String text) {
        List<String> runs = new ArrayList<>();
        int begin = 0; // of the unknown run
        int at = 0;
        while (at < text.length()) {
            int known = knownLength(text, at);
            if (known > 0) {
                add(runs, text.substring(begin, at));
                begin = at + known;
            }
            at += Math.max(known, Character.charCount(text.codePointAt(at)));
        }
        add(runs, text.substring(begin));
        return runs;
    }

    private static void add(List<String> runs, String run) {
        if (!run.isEmpty()) {
            runs.add(run);
        }
    }

    private int knownLength(String text, int at) {
        for (int length = Math.min(longest, text.length() - at); length > 0; length--) {
            if (words.contains(text.substring(at, at + length))) {
                return length;
            }
        }
        return 0;
    }

    /** The words of phrases as a vocabulary's file holds them, in order. */
    public static Set<String> words(Stream<String> phrases) {
        return phrases.flatMap(Vocabulary::wordsOf).sorted().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<String> wordsOf(String text) {
        return BETWEEN_WORDS
                .splitAsStream(Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty());
    }
}
