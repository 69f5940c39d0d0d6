// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.answer;

import io.github.deepgen4j.evaluation.engine.TextReader;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.image.Image;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks a reader of text.
 *
 * @param reader opens it, or gives the one that is open
 */
public record ReaderAnswerer(Supplier<TextReader> reader) implements Answerer {
    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Read;
    }

    @Override
    public String fingerprint(Question question) {
        return "ocr " + reader.get().fingerprint();
    }

    @Override
    public Reply answer(Question question, int attempt) {
        Image image = ((Question.Read) question).picture().image();
        return EngineCall.reply(() -> {
            List<TextReader.TextLine> lines = reader.get().read(image);
            return new Reply.Lines(
                    lines.stream().map(TextReader.TextLine::text).toList(),
                    lines.stream().map(line -> (double) line.confidence()).toList());
        });
    }
}
