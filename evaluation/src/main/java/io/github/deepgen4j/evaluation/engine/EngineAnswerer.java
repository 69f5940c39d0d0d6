// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.evaluation.task.Reply.Seen;
import io.github.deepgen4j.model.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Engines as answerers, one for each kind of question. */
public final class EngineAnswerer {
    private EngineAnswerer() {}

    /** Reads text. */
    public static Answerer of(TextReader reader) {
        return new Asked<>(Question.Read.class, reader) {
            @Override
            Reply ask(Question.Read question) {
                return new Reply.Lines(reader.read(question.picture().image()).stream()
                        .map(TextReader.TextLine::text)
                        .toList());
            }
        };
    }

    /** Compares pictures with texts. */
    public static Answerer of(ImageTextSimilarity similarity) {
        return new Asked<>(Question.Similarity.class, similarity) {
            @Override
            Reply ask(Question.Similarity question) {
                return new Reply.Cosine(similarity.cosine(question.picture().image(), question.caption()));
            }
        };
    }

    /** Answers yes or no. */
    public static Answerer of(VisualQuestions questions) {
        return new Asked<>(Question.YesNo.class, questions) {
            @Override
            Reply ask(Question.YesNo question) {
                return new Reply.Said(questions
                        .answers(question.picture().image(), List.of(question.question()))
                        .getFirst());
            }
        };
    }

    /** Finds objects, and names the colours of those that a question asks the colour of. */
    public static Answerer of(Detector detector, ColourClassifier colours) {
        return new Asked<>(Question.Detect.class, detector) {
            @Override
            public String fingerprint(Question question) {
                return super.fingerprint(question)
                        + (((Question.Detect) question).coloured().isEmpty() ? "" : ", " + colours.fingerprint());
            }

            @Override
            Reply ask(Question.Detect question) {
                return detect(detector, colours, question);
            }
        };
    }

    private static Reply detect(Detector detector, ColourClassifier colours, Question.Detect question) {
        requireClasses(detector, question.classes());
        Image image = question.picture().image();
        Map<String, List<Detection>> all = detector.detect(image);
        List<Seen> seen = new ArrayList<>();
        for (String label : question.classes()) {
            List<Detection> sure = all.getOrDefault(label, List.of()).stream()
                    .filter(object -> object.score() > (float) question.threshold())
                    .toList();
            boolean coloured = question.coloured().contains(label) && !sure.isEmpty();
            List<BasicColour> named = coloured ? colours.colours(image, label, sure) : List.of();
            for (int i = 0; i < sure.size(); i++) {
                seen.add(seen(label, sure.get(i), coloured ? named.get(i).word() : ""));
            }
        }
        return new Reply.Objects(seen);
    }

    /** A detector that cannot see a class would otherwise report that there is none. */
    private static void requireClasses(Detector detector, Set<String> wanted) {
        for (String label : wanted) {
            if (!detector.classes().contains(label)) {
                throw new EngineException(
                        "%s: expected a detector of \"%s\", found one of %d other classes, among them %s"
                                .formatted(
                                        detector.fingerprint().name(),
                                        label,
                                        detector.classes().size(),
                                        detector.classes().stream().limit(3).toList()));
            }
        }
    }

    private static Seen seen(String label, Detection object, String colour) {
        Box box = object.box();
        return new Seen(label, box.left(), box.top(), box.right(), box.bottom(), object.score(), colour);
    }

    /** @param <Q> the kind of question */
    private abstract static class Asked<Q extends Question> implements Answerer {
        private final Class<Q> kind;
        private final Engine engine;

        Asked(Class<Q> kind, Engine engine) {
            this.kind = kind;
            this.engine = engine;
        }

        abstract Reply ask(Q question);

        @Override
        public boolean takes(Question question) {
            return kind.isInstance(question);
        }

        @Override
        public String fingerprint(Question question) {
            return engine.fingerprint().toString();
        }

        @Override
        public Reply answer(Question question, int attempt) {
            try {
                return ask(kind.cast(question));
            } catch (EngineException e) {
                throw new AnswerException(new Failure(Failure.Kind.UNREACHABLE, e.getMessage()), e);
            }
        }
    }
}
