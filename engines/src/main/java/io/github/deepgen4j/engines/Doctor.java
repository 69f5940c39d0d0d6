// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines;

import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.TextReader.TextLine;
import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Puts questions with known answers to engines and judges: letters, photographs, a coloured square, a sum. */
public final class Doctor {
    private static final float SEEN = 0.3f; // GenEval's threshold
    private static final Image SQUARE = Renderer.render(
            new Scene(Colour.WHITE, List.of(new SceneObject(Shape.SQUARE, Colour.RED, ObjectSize.LARGE, 32, 32))));

    private final Engines engines;

    /** @param engines stay open */
    public Doctor(Engines engines) {
        this.engines = engines;
    }

    /**
     * A question with a known answer.
     *
     * @param found the engine's answer
     */
    public record Finding(String question, String expected, String found, boolean right) {}

    /**
     * The state of a kind of engine.
     *
     * @param fingerprint of the engine; empty if there is none, or it cannot be opened
     * @param problem why it cannot be used; empty if it can
     */
    public record Diagnosis(
            EngineKind kind, Optional<Fingerprint> fingerprint, List<Finding> findings, Optional<String> problem) {
        /** True if it answers everything as expected. */
        public boolean isHealthy() {
            return problem.isEmpty() && findings.stream().allMatch(Finding::right);
        }
    }

    /** Asks the engine of a kind. */
    public Diagnosis examine(EngineKind kind) {
        Optional<Fingerprint> fingerprint = Optional.empty();
        try {
            fingerprint = Optional.of(engines.engine(kind).fingerprint());
            List<Finding> findings = switch (kind) {
                case OCR -> List.of(letters("HELP"), letters("STOP"), letters("A7"));
                case DETECTOR -> objects();
                case COLOURS -> List.of(colour());
                case CLIP -> List.of(similarity());
                case VQA -> answers();
            };
            return new Diagnosis(kind, fingerprint, findings, Optional.empty());
        } catch (EngineException | ConfigException e) {
            return new Diagnosis(kind, fingerprint, List.of(), Optional.of(e.getMessage()));
        }
    }

    /** Shows a judge a sum that is written in a picture. */
    public static Finding sum(Answerer judge) {
        var picture = new Picture.Made("a sum", Doctor::sevenPlusFive);
        var question = new Question.Chat(
                Optional.empty(),
                List.of(
                        new Question.Part.Shown(picture, PictureFormat.png()),
                        new Question.Part.Text(
                                "The picture shows a sum. Reply with its result, one whole number, and nothing else.")),
                new ChatParameters(OptionalDouble.of(0), List.of(), 1, Map.of()));
        String found;
        try {
            found = ((Reply.Text) judge.answer(question, 0)).text().strip();
        } catch (AnswerException e) {
            found = e.getMessage();
        }
        boolean right = found.replaceFirst("(?s)^.*</think>", "").strip().matches("(.*\\D)?12\\.?");
        return new Finding("the sum 7 + 5 in a picture", "12", found, right);
    }

    /** Side by side, in letters and shapes of ShapeWorld. */
    static Image sevenPlusFive() {
        List<Image> parts = List.of(
                Renderer.render(new Scene(Colour.WHITE, new Lettering("7", Colour.BLACK))),
                Renderer.render(new Scene(
                        Colour.WHITE, List.of(new SceneObject(Shape.CROSS, Colour.BLACK, ObjectSize.MEDIUM, 24, 24)))),
                Renderer.render(new Scene(Colour.WHITE, new Lettering("5", Colour.BLACK))));
        Image joined = new Artifact.Grid("sum", List.of(0, 1, 2), parts.size()).join(parts);
        return Resize.resize(joined, new Size(4 * joined.width(), 4 * joined.height()), Filter.BICUBIC);
    }

    private static Finding finding(String question, String expected, String found) {
        return new Finding(question, expected, found, expected.equals(found));
    }

    private Finding letters(String text) {
        Image image = Renderer.render(new Scene(Colour.WHITE, new Lettering(text, Colour.BLACK)));
        String read = engines.ocr().read(image).stream().map(TextLine::text).collect(Collectors.joining());
        return finding("text in a picture of wide letters", text, read.replaceAll("\\s", ""));
    }

    private List<Finding> objects() {
        List<String> classes = engines.detector().classes();
        Map<String, String> photographs = new LinkedHashMap<>();
        photographs.put("coffee", "cup");
        photographs.put("astronaut", "person");
        photographs.put("chelsea", "cat");
        List<Finding> findings = new ArrayList<>();
        photographs.forEach((photograph, name) -> {
            if (classes.contains(name)) {
                findings.add(object(photograph, name));
            }
        });
        for (Shape shape : List.of(Shape.SQUARE)) {
            if (classes.contains(shape.word())) {
                boolean seen = engines.detector().detect(SQUARE).containsKey(shape.word());
                findings.add(finding("a red square", shape.word(), seen ? shape.word() : "nothing"));
            }
        }
        return findings;
    }

    private Finding object(String photograph, String name) {
        Optional<Detection> best =
                engines.detector().detect(photograph(photograph)).getOrDefault(name, List.of()).stream()
                        .max(Comparator.comparing(Detection::score));
        boolean right = best.filter(object -> object.score() > SEEN).isPresent();
        return new Finding(
                "objects in the photograph " + photograph,
                name + " above " + SEEN,
                best.map(object -> String.format(Locale.ROOT, "%s %.2f", name, object.score()))
                        .orElse("no " + name),
                right);
    }

    /** From scikit-image: coffee and chelsea CC0, astronaut of NASA in the public domain; made smaller. */
    static Image photograph(String name) {
        InputStream stream = Doctor.class.getResourceAsStream("doctor/" + name + ".jpg");
        return Image.read(stream, name);
    }

    private Finding colour() {
        List<BasicColour> named =
                engines.colours().colours(SQUARE, "square", List.of(new Detection(new Box(26, 26, 38, 38), 1)));
        return finding("colour of a red square", "red", named.getFirst().word());
    }

    private Finding similarity() {
        double red = engines.clip().cosine(SQUARE, "a photo of a red square");
        double blue = engines.clip().cosine(SQUARE, "a photo of a blue square");
        return new Finding(
                "a red square and texts",
                "nearer to 'red square' than to 'blue square'",
                String.format(Locale.ROOT, "cosines %.3f and %.3f", red, blue),
                red > blue);
    }

    private List<Finding> answers() {
        List<String> questions = List.of("Is the square red?", "Is the square blue?");
        List<String> said = engines.vqa().answers(SQUARE, questions);
        return List.of(
                finding(questions.getFirst(), "yes", said.getFirst()),
                finding(questions.getLast(), "no", said.getLast()));
    }
}
