// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.answer;

import io.github.deepgen4j.evaluation.engine.TextReader;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.image.Image;

/** Asks a reader of text. */
public record ReaderAnswerer(TextReader reader) implements Answerer {
    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Read;
    }

    @Override
    public String fingerprint(Question question) {
        return "ocr " + reader.fingerprint();
    }

    @Override
    public Reply answer(Question question, int attempt) {
        Image image = ((Question.Read) question).picture().image();
        return EngineCall.reply(() -> new Reply.Lines(
                reader.read(image).stream().map(TextReader.TextLine::text).toList()));
    }
}
