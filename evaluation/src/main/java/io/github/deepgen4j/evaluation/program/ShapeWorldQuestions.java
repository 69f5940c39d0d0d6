// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.program;

import io.github.deepgen4j.evaluation.benchmark.shapeworld.Judgement;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.VisualQuestions;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.prompt.Questions;
import io.github.deepgen4j.shapeworld.scoring.ClaimScorer;
import java.util.List;
import java.util.Optional;

/** Answers the questions of {@link Questions} about pictures of ShapeWorld, exactly. Others are brought to 64x64. */
public final class ShapeWorldQuestions implements VisualQuestions {
    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.program("shapeworld", "1");
    }

    @Override
    public List<String> answers(Image image, List<String> questions) {
        Image small = Judgement.small(image);
        return questions.stream()
                .map(question -> yes(small, question)
                        .map(yes -> yes ? "yes" : "no")
                        .orElseThrow(() -> new EngineException(
                                "vqa shapeworld expected a question about ShapeWorld, found \"" + question + "\"")))
                .toList();
    }

    /** @param small 64x64 */
    static Optional<Boolean> yes(Image small, String question) {
        return Questions.read(question).map(claim -> ClaimScorer.holds(claim, small));
    }
}
