// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.program;

import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.Judgement;
import io.github.deepgen4j.evaluation.judge.RecordedJudge;
import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scoring.EditScore;
import io.github.deepgen4j.shapeworld.scoring.SceneReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An exact judge of ShapeWorld's pictures: reads what a judge is sent, looks at the pictures and answers in the form
 * that the text asks for. It knows the forms of T2I-CoReBench (yes or no), UniGenBench (a mark a test point),
 * VIEScore (two lists of 0 to 10) and UnifiedReward-Think (the better of two), over the words of ShapeWorld; anything
 * else it does not answer.
 *
 * <p>VIEScore's numbers: success is ten times {@link Judgement#grade}; what stayed gets 10 from 30 dB on and a point
 * less for each 3 dB; naturalness and artifacts are ten times {@link SceneReader#soundness}.
 */
public final class ShapeWorldJudge implements Answerer {
    /** The word for it on the command line. */
    public static final String NAME = "shapeworld";

    private static final String VERSION = "1";
    private static final int BEST = 10;
    private static final double DECIBELS_A_POINT = 3;

    private static final String ASKED = "\nQuestion: \"";
    private static final Pattern POINTS =
            Pattern.compile("Checkpoints Description:\u300c(.*?)\n?\u300d", Pattern.DOTALL);
    private static final Pattern PAIR = Pattern.compile(
            "Compare these two images based on the prompt: (.*)\\. Which image is better\\?", Pattern.DOTALL);
    private static final String INSTRUCTION = "Editing instruction: ";
    private static final String QUALITY = "image naturalness";

    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Chat;
    }

    @Override
    public String fingerprint(Question question) {
        return RecordedJudge.fingerprint(NAME + " " + VERSION);
    }

    @Override
    public Reply answer(Question question, int attempt) {
        var chat = (Question.Chat) question;
        String text = Stream.concat(
                        chat.system().stream(),
                        chat.parts().stream()
                                .flatMap(part ->
                                        part instanceof Question.Part.Text said ? Stream.of(said.text()) : Stream.of()))
                .collect(Collectors.joining("\n"));
        List<Image> images = chat.pictures().stream().map(Picture::image).toList();
        return reply(text, images)
                .map(Reply.Text::new)
                .orElseThrow(() -> new AnswerException(new Failure(
                        Failure.Kind.NOT_ASKED, "the judge shapeworld knows no answer to this in its world")));
    }

    /** The reply to a message with pictures; empty for what it does not know. */
    public static Optional<String> reply(String text, List<Image> images) {
        List<Image> small = images.stream().map(Judgement::small).toList();
        Matcher points = POINTS.matcher(text);
        if (small.size() == 2 && text.contains(INSTRUCTION)) {
            return edited(after(text, INSTRUCTION).strip(), small.getFirst(), small.getLast());
        }
        Matcher pair = PAIR.matcher(text);
        if (small.size() == 2 && pair.find()) {
            return better(pair.group(1), small.getFirst(), small.getLast());
        }
        if (small.size() != 1) {
            return Optional.empty();
        }
        if (points.find()) {
            return marks(points.group(1), small.getFirst());
        }
        if (text.contains(ASKED)) {
            String question = after(text, ASKED).strip().replaceFirst("\"$", "");
            return ShapeWorldQuestions.yes(small.getFirst(), question).map(yes -> yes ? "yes" : "no");
        }
        if (text.contains(QUALITY)) {
            long sound = Math.round(BEST * SceneReader.soundness(small.getFirst()));
            return Optional.of(scores(sound, sound));
        }
        return Optional.empty();
    }

    /** Of two images of a prompt, that with the higher {@link Judgement#grade}. */
    private static Optional<String> better(String prompt, Image first, Image second) {
        return Judgement.ofPrompt(prompt, first).map(Judgement::grade).map(one -> {
            double other =
                    Judgement.ofPrompt(prompt, second).map(Judgement::grade).orElseThrow();
            String answer =
                    one == other ? "Both images are equally good" : "Image " + (one > other ? 1 : 2) + " is better";
            return String.format(
                    Locale.ROOT, "<think>%.3f against %.3f</think>\n<answer>%s</answer>", one, other, answer);
        });
    }

    private static String after(String text, String last) {
        return text.substring(text.lastIndexOf(last) + last.length());
    }

    /** @param points a line each, with a label before its question */
    private static Optional<String> marks(String points, Image image) {
        List<Optional<Boolean>> answers = points.lines()
                .filter(line -> !line.isBlank())
                .map(line -> ShapeWorldQuestions.yes(image, line.substring(line.lastIndexOf(": ") + 1)))
                .toList();
        if (answers.isEmpty() || answers.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<String> analysis = new ArrayList<>();
        answers.forEach(yes -> analysis.add(yes.orElseThrow() ? "'it is'" : "'it is not'"));
        String marks = IntStream.range(0, answers.size())
                .mapToObj(i -> answers.get(i).orElseThrow() ? "1" : "0")
                .collect(Collectors.joining(", ", "[", "]"));
        return Optional.of("<analysis>%s</analysis><score>%s</score>".formatted(analysis, marks));
    }

    private static Optional<String> edited(String instruction, Image source, Image image) {
        return Judgement.ofInstruction(instruction, source, image)
                .map(verdict -> scores(Math.round(BEST * Judgement.grade(verdict)), kept(verdict)));
    }

    private static long kept(Verdict verdict) {
        double decibels = verdict.measures().getOrDefault(Judgement.KEPT, EditScore.PERFECT);
        return Math.clamp(Math.round(decibels / DECIBELS_A_POINT), 0, BEST);
    }

    private static String scores(long first, long second) {
        return "{\"score\": [" + first + ", " + second + "], \"reasoning\": \"counted\"}";
    }
}
