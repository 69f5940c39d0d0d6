// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.answer;

import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.engine.ColourClassifier;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Detector;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.image.Image;
import java.util.ArrayList;
import java.util.List;

/** Asks a detector, and a classifier of colours about the objects whose colour is wanted. */
public record DetectorAnswerer(Detector detector, ColourClassifier colours) implements Answerer {
    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Detect;
    }

    @Override
    public String fingerprint(Question question) {
        boolean coloured = !((Question.Detect) question).coloured().isEmpty();
        return "detector " + detector.fingerprint() + (coloured ? ", colours " + colours.fingerprint() : "");
    }

    @Override
    public Reply answer(Question question, int attempt) {
        Question.Detect asked = (Question.Detect) question;
        Image image = asked.picture().image();
        return EngineCall.reply(() -> {
            List<Reply.Seen> seen = new ArrayList<>();
            detector.detect(image).forEach((name, all) -> seen.addAll(seen(asked, image, name, all)));
            return new Reply.Objects(seen);
        });
    }

    private List<Reply.Seen> seen(Question.Detect asked, Image image, String name, List<Detection> all) {
        // In single precision, as the scores are: one of 0.3 is not above 0.3.
        List<Detection> sure = all.stream()
                .filter(object -> object.score() > (float) asked.threshold())
                .toList();
        List<BasicColour> named = asked.coloured().contains(name) ? colours.colours(image, name, sure) : List.of();
        List<Reply.Seen> seen = new ArrayList<>();
        for (int i = 0; i < sure.size(); i++) {
            Detection object = sure.get(i);
            seen.add(new Reply.Seen(
                    name,
                    object.box().left(),
                    object.box().top(),
                    object.box().right(),
                    object.box().bottom(),
                    object.score(),
                    named.isEmpty() ? "" : named.get(i).word()));
        }
        return seen;
    }
}
