// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.engines.EngineKind;
import io.github.deepgen4j.engines.TestEngines;
import io.github.deepgen4j.engines.detect.OnnxDetector;
import io.github.deepgen4j.evaluation.answer.DetectorAnswerer;
import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.benchmark.geneval.Clause;
import io.github.deepgen4j.evaluation.benchmark.geneval.GenEval;
import io.github.deepgen4j.evaluation.benchmark.geneval.GenEvalItem;
import io.github.deepgen4j.evaluation.benchmark.geneval.Judged;
import io.github.deepgen4j.evaluation.benchmark.geneval.Tag;
import io.github.deepgen4j.evaluation.program.PixelColours;
import io.github.deepgen4j.evaluation.task.Picture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GenEval's verdict on a real photograph through a real detector, from the question to the reasons. */
class NanoDetVerdictTest {
    private static final GenEval GENEVAL = GenEval.VERSIONS.getFirst();

    private static Clause some(String label, int count) {
        return new Clause(label, count, Optional.empty(), Optional.empty());
    }

    private static GenEvalItem item(Tag tag, String prompt, List<Clause> include, List<Clause> exclude) {
        return new GenEvalItem(0, tag, include, exclude, prompt, "{}");
    }

    @Test
    void aCupIsACupAndNeitherTwoNorADog(@TempDir Path store) {
        Path folder = TestEngines.folder();
        Path installed = TestEngines.store(store)
                .add(EngineKind.DETECTOR, folder.resolve("nanodet.onnx"))
                .folder();
        Picture coffee = new Picture.InFile("coffee.png", folder.resolve("photos/coffee.png"));
        try (OnnxDetector detector = OnnxDetector.open(installed)) {
            var answerer = new DetectorAnswerer(() -> detector, PixelColours::new);
            Judged cup = judged(
                    answerer, coffee, item(Tag.SINGLE_OBJECT, "a photo of a cup", List.of(some("cup", 1)), List.of()));
            assertThat(cup.correct()).isTrue();
            Judged two = judged(
                    answerer,
                    coffee,
                    item(Tag.COUNTING, "a photo of two cups", List.of(some("cup", 2)), List.of(some("cup", 3))));
            assertThat(two.correct()).isFalse();
            Judged twoUnsure =
                    judged(answerer, coffee, item(Tag.SINGLE_OBJECT, "two cups", List.of(some("cup", 2)), List.of()));
            assertThat(twoUnsure.correct()).isFalse();
            Judged dog = judged(
                    answerer, coffee, item(Tag.SINGLE_OBJECT, "a photo of a dog", List.of(some("dog", 1)), List.of()));
            assertThat(dog.correct()).isFalse();
            assertThat(dog.reasons().toString()).contains("dog");
            System.out.println("GenEval over NanoDet: cup " + cup + ", two cups " + two + ", dog " + dog);
        }
    }

    private static Judged judged(DetectorAnswerer answerer, Picture picture, GenEvalItem item) {
        Options options = Options.usual(GENEVAL.info());
        Task task = GENEVAL.tasks(item, new Drawn("0", picture), options).getFirst();
        Answer answer = Answer.first(answerer.answer(task.question(), 0));
        return ((Parsed.Ok<Judged>) GENEVAL.parse(item, task, answer, options)).value();
    }
}
