// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * The most similar of several words, as Python's {@code difflib.get_close_matches(word, words, n=1, cutoff=0)} finds
 * it: similarity is that of Ratcliff and Obershelp, twice the characters in common blocks divided by all characters,
 * with the candidate as first sequence; of equals, the last in the order of code points wins.
 */
final class ClosestWord {
    /** From this length on, characters that are too frequent in a word begin no block ({@code autojunk}). */
    private static final int AUTOJUNK_LENGTH = 200;

    private final int[] word;
    private final Map<Integer, int[]> places;

    ClosestWord(String word) {
        this.word = word.codePoints().toArray();
        this.places = places(this.word);
    }

    /** @param candidates at least one */
    static String of(String word, Collection<String> candidates) {
        var matcher = new ClosestWord(word);
        String closest = "";
        double best = -1;
        for (String candidate : new HashSet<>(candidates)) {
            double ratio = matcher.ratio(candidate);
            if (ratio > best || ratio == best && compare(candidate, closest) > 0) {
                best = ratio;
                closest = candidate;
            }
        }
        return closest;
    }

    private static int compare(String one, String other) {
        return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }

    private static Map<Integer, int[]> places(int[] word) {
        Map<Integer, int[]> places = new HashMap<>();
        for (int i = 0; i < word.length; i++) {
            int[] before = places.getOrDefault(word[i], new int[0]);
            int[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = i;
            places.put(word[i], after);
        }
        if (word.length >= AUTOJUNK_LENGTH) {
            int most = word.length / 100 + 1;
            places.values().removeIf(found -> found.length > most);
        }
        return places;
    }

    /** 0 without common characters, 1 for the same word. */
    double ratio(String candidate) {
        int[] first = candidate.codePoints().toArray();
        int length = first.length + word.length;
        return length == 0 ? 1 : 2.0 * common(first, 0, first.length, 0, word.length) / length;
    }

    /** The characters in the longest common block, and in those to its left and right. */
    private int common(int[] first, int from, int to, int wordFrom, int wordTo) {
        Block block = longest(first, from, to, wordFrom, wordTo);
        return block.size() == 0
                ? 0
                : block.size()
                        + common(first, from, block.start(), wordFrom, block.wordStart())
                        + common(first, block.start() + block.size(), to, block.wordStart() + block.size(), wordTo);
    }

    private record Block(int start, int wordStart, int size) {}

    /** Of equally long ones the first, in the candidate and then in the word. */
    private Block longest(int[] first, int from, int to, int wordFrom, int wordTo) {
        int start = from;
        int wordStart = wordFrom;
        int size = 0;
        Map<Integer, Integer> lengths = new HashMap<>(); // of the blocks that end before i, by their end in the word
        for (int i = from; i < to; i++) {
            Map<Integer, Integer> next = new HashMap<>();
            for (int j : places.getOrDefault(first[i], new int[0])) {
                if (j >= wordFrom && j < wordTo) {
                    int length = lengths.getOrDefault(j - 1, 0) + 1;
                    next.put(j, length);
                    if (length > size) {
                        start = i - length + 1;
                        wordStart = j - length + 1;
                        size = length;
                    }
                }
            }
            lengths = next;
        }
        while (start > from && wordStart > wordFrom && first[start - 1] == word[wordStart - 1]) {
            start--;
            wordStart--;
            size++;
        }
        while (start + size < to && wordStart + size < wordTo && first[start + size] == word[wordStart + size]) {
            size++;
        }
        return new Block(start, wordStart, size);
    }
}
