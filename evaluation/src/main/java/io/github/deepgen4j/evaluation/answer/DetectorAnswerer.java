// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.answer;

import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.engine.ColourClassifier;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Detector;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Asks a detector, and a classifier of colours about the objects whose colour is wanted.
 *
 * @param detector opens it, or gives the one that is open
 * @param colours opens it, or gives the one that is open
 */
public record DetectorAnswerer(Supplier<Detector> detector, Supplier<ColourClassifier> colours) implements Answerer {
    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Detect;
    }

    @Override
    public String fingerprint(Question question) {
        boolean coloured = !((Question.Detect) question).coloured().isEmpty();
        return "detector " + detector.get().fingerprint()
                + (coloured ? ", colours " + colours.get().fingerprint() : "");
    }

    @Override
    public Reply answer(Question question, int attempt) {
        Question.Detect asked = (Question.Detect) question;
        Image image = asked.picture().image();
        return EngineCall.reply(() -> {
            requireKnown(asked);
            Map<String, List<Detection>> found = detector.get().detect(image);
            List<Reply.Seen> seen = new ArrayList<>();
            for (String name : asked.classes()) {
                seen.addAll(seen(asked, image, name, found.getOrDefault(name, List.of())));
            }
            return new Reply.Objects(seen);
        });
    }

    /** An object of a class that it does not know would count as missing. */
    private void requireKnown(Question.Detect asked) {
        List<String> unknown = asked.classes().stream()
                .filter(name -> !detector.get().classes().contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new EngineException("the detector %s knows no %s"
                    .formatted(detector.get().fingerprint().name(), String.join(", ", unknown)));
        }
    }

    private List<Reply.Seen> seen(Question.Detect asked, Image image, String name, List<Detection> all) {
        // In single precision, as the scores are: one of 0.3 is not above 0.3.
        List<Detection> sure = all.stream()
                .filter(object -> object.score() > (float) asked.threshold())
                .toList();
        List<BasicColour> named =
                asked.coloured().contains(name) ? colours.get().colours(image, name, sure) : List.of();
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
