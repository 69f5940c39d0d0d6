// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.training.rl.prompt.RewardName;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Shares of pictures that a judge finds worse, all pairs of a group compared (spec/rl.md section 7.1). A judge who
 * prefers the picture that is shown first favours none if each pair is shown in both orders; then a pair counts only
 * where both were answered.
 */
record WinRateReward(ChatForm form, RewardsConfig.Orders orders) implements Reward {
    @Override
    public RewardName name() {
        return RewardName.UNIFIEDREWARD_THINK;
    }

    @Override
    public List<KnownAnswer> known() {
        return KnownAnswer.shapes();
    }

    /** Two pictures in the order in which they are shown. */
    private record Shown(int first, int second) {}

    @Override
    public Worths worths(ImageGroup group, Asker asker) {
        List<Picture> pictures = asker.pictures(group);
        String text = "Compare these two images based on the prompt: "
                + group.prompt().text() + ". Which image is better?";
        List<Shown> shown = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            for (int j = i + 1; j < pictures.size(); j++) {
                shown.addAll(shown(group, i, j));
            }
        }
        List<Question> questions = shown.stream()
                .map(pair -> form.about(text, pictures.get(pair.first()), pictures.get(pair.second())))
                .toList();
        List<String> names = shown.stream()
                .map(pair -> name().word() + "/" + pair.first() + "-" + pair.second())
                .toList();
        List<Outcome<Double>> outcomes = asker.ask(names, questions, WinRateReward::points);
        List<WinRate.Pair> pairs = new ArrayList<>();
        int step = orders == RewardsConfig.Orders.BOTH ? 2 : 1;
        for (int k = 0; k < shown.size(); k += step) {
            Shown pair = shown.get(k);
            OptionalDouble points = points(outcomes.get(k));
            if (step == 2) {
                points = mean(points, points(outcomes.get(k + 1)));
            }
            pairs.add(new WinRate.Pair(pair.first(), pair.second(), points));
        }
        return WinRate.of(pictures.size(), pairs);
    }

    private List<Shown> shown(ImageGroup group, int i, int j) {
        return switch (orders) {
            case BOTH -> List.of(new Shown(i, j), new Shown(j, i));
            case FIRST -> List.of(new Shown(i, j));
            case RANDOM ->
                List.of(turned(group.images().get(i), group.images().get(j)) ? new Shown(j, i) : new Shown(i, j));
        };
    }

    /** A toss of a coin that comes out the same whenever these pictures are compared. */
    private static boolean turned(Image one, Image other) {
        return (Digest.sha256().add(one.sha256()).add(other.sha256()).bytes()[0] & 1) == 1;
    }

    private static Parsed<Double> points(Answer answer) {
        return Winner.of(answer.text())
                .map(winner -> Parsed.ok(winner.points()))
                .orElseGet(() -> Parsed.failed(
                        Failure.Kind.UNREADABLE,
                        "expected <answer>...</answer>, found " + ChatForm.shown(answer.text())));
    }

    private static OptionalDouble points(Outcome<Double> outcome) {
        return outcome.value().map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** Of the first picture of a pair, from both orders. */
    private static OptionalDouble mean(OptionalDouble shownFirst, OptionalDouble otherShownFirst) {
        return shownFirst.isPresent() && otherShownFirst.isPresent()
                ? OptionalDouble.of((shownFirst.getAsDouble() + 1 - otherShownFirst.getAsDouble()) / 2)
                : OptionalDouble.empty();
    }
}
