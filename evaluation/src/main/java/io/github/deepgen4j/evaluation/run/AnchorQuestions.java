// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.prompt.PromptGenerator;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 24 pictures and questions that never change: each of eight prompts with a picture of it, one in which an
 * object has another colour, and one of another prompt. A judge gives 0 to 100.
 */
final class AnchorQuestions {
    /** Fixes the pictures: another one makes all recorded scores void. */
    private static final long SEED = 20261130;

    private static final int PROMPTS = 8;
    private static final int ATTEMPTS = 3;
    private static final int BEST = 100;
    private static final Size SIZE = new Size(384, 384);
    private static final String TEXT = "How well does this picture show what the prompt asks for?\nPrompt: \"%s\"\n"
            + "Reply with one whole number from 0 (nothing of it) to 100 (all of it) and nothing else.";
    private static final Pattern NUMBER = Pattern.compile("(?<![0-9.])([0-9]{1,3})(?![0-9])");

    /** All of them, in their order. */
    static final List<Question.Chat> ALL = all();

    private AnchorQuestions() {}

    private static List<Question.Chat> all() {
        RandomGenerator random = Choices.random(SEED);
        List<Task> tasks = new ArrayList<>();
        while (tasks.size() < 2 * PROMPTS) {
            tasks.add(PromptGenerator.draw(Category.ATTRIBUTES, random));
        }
        List<Question.Chat> all = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            Task task = tasks.get(i);
            all.add(question(task, task.scene(), all.size()));
            all.add(question(task, recoloured(task.scene()), all.size()));
            all.add(question(task, tasks.get(PROMPTS + i).scene(), all.size()));
        }
        return List.copyOf(all);
    }

    private static Scene recoloured(Scene scene) {
        SceneObject first = scene.objects().getFirst();
        List<Colour> others = Colour.OBJECTS.stream()
                .filter(colour -> scene.objects().stream().noneMatch(object -> object.colour() == colour))
                .toList();
        return scene.with(first.withColour(others.getFirst()), first);
    }

    private static Question.Chat question(Task task, Scene scene, int number) {
        var picture =
                new Picture.Made("anchor " + number, () -> Resize.resize(Renderer.render(scene), SIZE, Filter.BICUBIC));
        return new Question.Chat(
                Optional.empty(),
                List.of(
                        new Question.Part.Shown(picture, PictureFormat.png()),
                        new Question.Part.Text(TEXT.formatted(task.prompt()))),
                new ChatParameters(OptionalDouble.of(0), List.of(), ATTEMPTS, Map.of()));
    }

    /** A judge's scores, 0..100, in the order of the questions; empty where it gave none. */
    static List<OptionalDouble> ask(Answerer judge) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<OptionalDouble>> asked = ALL.stream()
                    .map(question -> threads.submit(() -> score(judge, question)))
                    .toList();
            threads.shutdown();
            return asked.stream().map(AnchorQuestions::result).toList();
        }
    }

    private static OptionalDouble result(Future<OptionalDouble> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while anchors were asked", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }

    private static OptionalDouble score(Answerer judge, Question.Chat question) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                OptionalDouble score = score(((Reply.Text) judge.answer(question, attempt)).text());
                if (score.isPresent()) {
                    return score;
                }
            }
        } catch (AnswerException e) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.empty();
    }

    /** The last number of a reply; thoughts come before it. */
    static OptionalDouble score(String reply) {
        Matcher match = NUMBER.matcher(reply);
        OptionalDouble last = OptionalDouble.empty();
        while (match.find()) {
            double number = Integer.parseInt(match.group(1));
            last = number <= BEST ? OptionalDouble.of(number) : OptionalDouble.empty();
        }
        return last;
    }
}
