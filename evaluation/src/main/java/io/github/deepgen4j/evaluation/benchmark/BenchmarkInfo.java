// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.List;

/**
 * A benchmark's description.
 *
 * @param name the word of the command line and of files
 * @param version tells rules or data apart that give other figures; the first that is listed is the usual one
 * @param languages of its prompts, the usual one first
 * @param usual the mode when none is chosen
 * @param headline how the one figure is called and how large it can be
 * @param publishedItems the number of items of the published data, which {@code load} requires; 0 if there is none
 */
public record BenchmarkInfo(
        String name, String version, List<String> languages, Mode usual, Headline headline, int publishedItems) {
    public BenchmarkInfo {
        languages = List.copyOf(languages);
    }

    /**
     * A benchmark's one figure.
     *
     * @param definition in words, for example {@code mean of six task accuracies}
     * @param best value, 1, 5, 10 or 100
     * @param inferred no official script prints it: its definition was taken from published tables
     */
    public record Headline(String definition, double best, boolean inferred) {}

    /** Name and version as the command line takes them. */
    public String word() {
        return version.isEmpty() ? name : name + ":" + version;
    }
}
