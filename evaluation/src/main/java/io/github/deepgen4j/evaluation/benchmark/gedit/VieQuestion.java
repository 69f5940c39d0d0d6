// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Question.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The two questions of VIEScore ({@code step1x: GEdit-Bench/viescore/}, whose texts are under Apache-2.0), in the way
 * of one family of judges.
 */
enum VieQuestion {
    /** The text first, pictures as JPEG of the usual quality; the server's temperature. */
    GPT(
            PictureFormat.jpeg(75),
            true,
            new ChatParameters(OptionalDouble.empty(), List.of(1400), VieQuestion.ATTEMPTS, Map.of())),
    /** Pictures first, as PNG; the likeliest words. */
    QWEN(
            PictureFormat.png(),
            false,
            new ChatParameters(OptionalDouble.of(0), List.of(512), VieQuestion.ATTEMPTS, Map.of("seed", 42)));

    /** The original asks without end. */
    private static final int ATTEMPTS = 5;

    private static final String SEMANTICS = text("semantics.txt");
    private static final String QUALITY = text("quality.txt");

    private final PictureFormat format;
    private final boolean textFirst;
    private final ChatParameters parameters;

    VieQuestion(PictureFormat format, boolean textFirst, ChatParameters parameters) {
        this.format = format;
        this.textFirst = textFirst;
        this.parameters = parameters;
    }

    /** @param judge a family; every one but {@code qwen} is asked like the usual one */
    static VieQuestion of(String judge) {
        return judge.equals("qwen") ? QWEN : GPT;
    }

    static String semanticsText(String instruction) {
        return SEMANTICS.replace("<instruction>", instruction);
    }

    static String qualityText() {
        return QUALITY;
    }

    Question semantics(String instruction, Picture source, Picture edited) {
        return chat(semanticsText(instruction), List.of(source, edited));
    }

    Question quality(Picture edited) {
        return chat(QUALITY, List.of(edited));
    }

    private Question chat(String text, List<Picture> pictures) {
        List<Part> parts = new ArrayList<>();
        pictures.forEach(picture -> parts.add(new Part.Shown(picture, format)));
        parts.add(textFirst ? 0 : parts.size(), new Part.Text(text));
        return new Question.Chat(Optional.empty(), parts, parameters);
    }

    private static String text(String file) {
        try (InputStream in = VieQuestion.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read from the program", e);
        }
    }
}
