// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

import io.github.deepgen4j.model.image.Image;
import java.util.List;

/** Reads the text in images (OCR). */
public interface TextReader extends Engine {
    /**
     * The lines of text, from top to bottom.
     *
     * @throws EngineException if it cannot answer
     */
    List<TextLine> read(Image image);

    /**
     * A line of text.
     *
     * @param box around it, its sides parallel to the image's
     * @param confidence 0..1
     */
    record TextLine(String text, Box box, float confidence) {}
}
