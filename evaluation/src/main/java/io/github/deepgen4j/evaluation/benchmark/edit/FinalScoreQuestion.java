// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.edit;

import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Question.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question as RISEBench and UniREditBench send it ({@code rise: utils.py: prepare_inputs}): the text first, pictures
 * shrunk to fit 768x768 as JPEG with {@code detail: high}, temperature 0.
 */
public final class FinalScoreQuestion {
    private static final PictureFormat FORMAT =
            PictureFormat.jpeg(75).fitInto(768).withDetail("high");

    private FinalScoreQuestion() {}

    /** @param attempts how often it is asked in all until there is a number */
    public static Question of(String text, List<Picture> pictures, int attempts) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Text(text));
        pictures.forEach(picture -> parts.add(new Part.Shown(picture, FORMAT)));
        return new Question.Chat(Optional.empty(), parts, ChatParameters.of(0, 4096, attempts));
    }
}
