// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Question.Part;
import io.github.deepgen4j.model.image.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The form in which judges are asked (spec/rl.md section 8.1): pictures first, then the text.
 *
 * @param system message before the question
 */
record ChatForm(Optional<String> system, ChatParameters parameters, RewardsConfig.Transport transport) {
    private static final int SMALL = 256;
    private static final int QUALITY = 95;
    private static final int SHOWN = 200;

    Question about(String text, Picture... pictures) {
        List<Part> parts = new ArrayList<>();
        for (Picture picture : pictures) {
            parts.add(new Part.Shown(picture, format(picture.image().size())));
        }
        parts.add(new Part.Text(text));
        return new Question.Chat(system, parts, parameters);
    }

    /** JPEG halves the colour resolution, which small pictures do not survive. */
    private PictureFormat format(Size size) {
        boolean png = switch (transport) {
            case AUTO -> Math.max(size.width(), size.height()) < SMALL;
            case PNG -> true;
            case JPEG -> false;
        };
        return png ? PictureFormat.png() : PictureFormat.jpeg(QUALITY);
    }

    /** The beginning of a reply, for messages. */
    static String shown(String reply) {
        String line = reply.strip().replaceAll("\\s+", " ");
        return line.isEmpty()
                ? "nothing"
                : '"' + (line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...") + '"';
    }
}
