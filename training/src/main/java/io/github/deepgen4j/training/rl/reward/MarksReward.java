// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.training.rl.prompt.RewardName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** UnifiedReward's marks of single pictures (spec/rl.md section 7.2). */
record MarksReward(ChatForm form) implements Reward {
    @Override
    public RewardName name() {
        return RewardName.UNIFIEDREWARD;
    }

    @Override
    public List<KnownAnswer> known() {
        return KnownAnswer.shapes();
    }

    @Override
    public Worths worths(ImageGroup group, Asker asker) {
        String text = "Please evaluate this image based on the prompt: "
                + group.prompt().text();
        List<Question> questions = asker.pictures(group).stream()
                .map(picture -> form.about(text, picture))
                .toList();
        List<String> names = IntStream.range(0, questions.size())
                .mapToObj(i -> name().word() + "/" + i)
                .toList();
        List<Outcome<Marks>> outcomes = asker.ask(names, questions, answer -> {
            Marks marks = Marks.of(answer.text());
            return marks.empty()
                    ? Parsed.failed(Failure.Kind.UNREADABLE, "expected marks, found " + ChatForm.shown(answer.text()))
                    : Parsed.ok(marks);
        });
        List<Marks> marks = new ArrayList<>();
        boolean[] failed = new boolean[outcomes.size()];
        for (int i = 0; i < failed.length; i++) {
            failed[i] = outcomes.get(i).value().isEmpty();
            marks.add(outcomes.get(i).value().orElse(new Marks(Optional.empty(), Optional.empty())));
        }
        return Worths.of(Marks.rewards(marks), failed);
    }
}
