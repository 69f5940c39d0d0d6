// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.policy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Refuses prompts that contain one of some words or phrases, whole, whatever their case and however their letters are
 * encoded. Other spellings and other languages pass: it stops mishaps, not intent.
 */
public final class WordList implements Policy {
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private final Pattern words;

    private WordList(Pattern words) {
        this.words = words;
    }

    /**
     * Reads a file with a word or phrase a line; empty lines and such as begin with # are none.
     *
     * @throws ConfigException if it cannot be read
     */
    public static WordList read(Path file) {
        try {
            return of(Files.readAllLines(file));
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + FileReason.of(e) + ")", e);
        }
    }

    static WordList of(List<String> lines) {
        List<String> words = lines.stream()
                .map(WordList::plain)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        return new WordList(
                words.isEmpty()
                        ? NOTHING
                        : Pattern.compile(words.stream()
                                .map(Pattern::quote)
                                .collect(Collectors.joining("|", "(?<![\\p{L}\\p{N}])(", ")(?![\\p{L}\\p{N}])"))));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Override
    public Optional<String> refusal(Asked asked) {
        return words.matcher(plain(asked.prompt())).find()
                ? Optional.of("prompt expected no word of this server's list, found one")
                : Optional.empty();
    }
}
