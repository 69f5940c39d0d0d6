// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.prompt;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.training.data.IndexStream;
import io.github.deepgen4j.training.data.Seed;
import io.github.deepgen4j.training.rl.prompt.PromptMixConfig.SamplingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The prompts of a run by their numbers. A prompt depends on the seed and its number alone, so that a resumed run needs
 * no other state and any number of processes draws the same ones. Where all prompts are equally likely, every epoch is
 * a permutation of its own (B23); else they are drawn with replacement, as published. Every repetition of a rollout has
 * numbers, and so draws, of its own (B12).
 */
public final class PromptMix {
    /** Prompts of a set that are looked at for remarks. */
    private static final int LOOKED_AT = 10_000;

    private final PromptMixConfig config;
    private final List<PromptSet> sets = new ArrayList<>();
    private final Seed seed;
    private final long size;
    private final double[] shares;
    private final Optional<IndexStream> permutations;

    private PromptMix(PromptMixConfig config, List<PromptSet> sets, Seed seed) {
        this.config = config;
        this.sets.addAll(sets);
        this.seed = seed;
        this.size = sets.stream().mapToLong(PromptSet::size).sum();
        this.shares = shares();
        this.permutations =
                isUniform() ? Optional.of(new IndexStream(Math.toIntExact(size), Optional.of(seed))) : Optional.empty();
    }

    /**
     * Reads all data sets.
     *
     * @param seed of the run
     * @throws ConfigException naming the field of the data set that cannot be used
     */
    public static PromptMix open(PromptMixConfig config, long seed) {
        List<PromptSet> sets = new ArrayList<>();
        for (PromptSource source : config.datasets()) {
            try {
                sets.add(source.open());
            } catch (ConfigException e) {
                throw ConfigException.at("datasets." + sets.size(), source.name() + ": " + e.getMessage(), e);
            }
        }
        return new PromptMix(config, sets, new Seed(seed));
    }

    /** The share of draws that each data set gets (spec/rl.md section 4). */
    private double[] shares() {
        double[] shares = new double[sets.size()];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            boolean proportional = config.samplingMode() == SamplingMode.SAMPLE_PROPORTIONAL;
            shares[i] = config.datasets().get(i).sampleWeight()
                    * (proportional ? sets.get(i).size() : 1);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    private boolean isUniform() {
        double first = config.datasets().getFirst().sampleWeight();
        return sets.size() == 1
                || config.samplingMode() == SamplingMode.SAMPLE_PROPORTIONAL
                        && config.datasets().stream().allMatch(source -> source.sampleWeight() == first);
    }

    /** The share of draws that each data set gets, in their order; the sum is 1. */
    public List<Double> datasetShares() {
        return Arrays.stream(shares).boxed().toList();
    }

    /** Prompts of all data sets. */
    public long size() {
        return size;
    }

    /** The rewards of all data sets, sorted: the columns of every table of rewards. */
    public List<String> rewards() {
        var names = new TreeSet<String>();
        config.datasets()
                .forEach(source ->
                        names.addAll(PromptSource.weights(source.rewards()).keySet()));
        return List.copyOf(names);
    }

    /**
     * A prompt of the run; each number is one group of pictures.
     *
     * @param number 0, 1, 2, ... over all updates and all processes
     */
    public synchronized Prompt prompt(long number) {
        if (permutations.isPresent()) {
            return get(permutations.get().at(number));
        }
        RandomGenerator random = seed.with(number / size).with(number % size).random();
        double place = random.nextDouble();
        int set = 0;
        while (set < shares.length - 1 && place >= shares[set]) {
            place -= shares[set];
            set++;
        }
        return sets.get(set).get(random.nextInt(sets.get(set).size()));
    }

    private Prompt get(int index) {
        int inSet = index;
        for (PromptSet set : sets) {
            if (inSet < set.size()) {
                return set.get(inSet);
            }
            inSet -= set.size();
        }
        throw new IndexOutOfBoundsException(index);
    }

    /** Lines for people: each data set, and how many of its prompts a reward about text can say nothing about. */
    public List<String> remarks() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            PromptSet set = sets.get(i);
            lines.add(String.format(
                    Locale.ROOT, "prompts: %s has %d, %.1f %% of draws", set.name(), set.size(), 100 * shares[i]));
            unquoted(set, config.datasets().get(i)).ifPresent(lines::add);
        }
        return lines;
    }

    private static Optional<String> unquoted(PromptSet set, PromptSource source) {
        List<String> blind = source.rewards().stream()
                .flatMap(entry -> entry.keySet().stream())
                .filter(RewardName::needsQuotedText)
                .map(RewardName::word)
                .toList();
        if (blind.isEmpty()) {
            return Optional.empty();
        }
        int looked = Math.min(set.size(), LOOKED_AT);
        int without = 0;
        for (int i = 0; i < looked; i++) {
            without += set.get(i).quoted().isEmpty() ? 1 : 0;
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "prompts: %d of %s%d of %s have no text in double quotes; %s is 0 for these",
                without,
                looked < set.size() ? "the first " : "",
                looked,
                set.name(),
                String.join(" and ", blind)));
    }
}
