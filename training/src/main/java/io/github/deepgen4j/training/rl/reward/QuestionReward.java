// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import io.github.deepgen4j.training.rl.prompt.RewardName;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A reward that asks one question about each picture.
 *
 * @param question of a picture of a prompt
 * @param reading of the answer about a picture of a prompt
 */
record QuestionReward(
        RewardName name,
        BiFunction<Picture, Prompt, Question> question,
        BiFunction<Answer, Prompt, Parsed<Double>> reading,
        Supplier<List<KnownAnswer>> answers)
        implements Reward {
    @Override
    public List<KnownAnswer> known() {
        return answers.get();
    }

    @Override
    public Worths worths(ImageGroup group, Asker asker) {
        Prompt prompt = group.prompt();
        List<Question> questions = asker.pictures(group).stream()
                .map(picture -> question.apply(picture, prompt))
                .toList();
        List<String> names = IntStream.range(0, questions.size())
                .mapToObj(i -> name.word() + "/" + i)
                .toList();
        List<Outcome<Double>> outcomes = asker.ask(names, questions, answer -> reading.apply(answer, prompt));
        double[] values = new double[outcomes.size()];
        boolean[] failed = new boolean[outcomes.size()];
        for (int i = 0; i < values.length; i++) {
            failed[i] = outcomes.get(i).value().isEmpty();
            values[i] = outcomes.get(i).value().orElse(Double.NaN);
        }
        return Worths.of(values, failed);
    }
}
