// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

import io.github.deepgen4j.model.image.Image;
import java.util.List;

/** Names the colours of detected objects. */
public interface ColourClassifier extends Engine {
    /**
     * The colours of objects of one class.
     *
     * @param objects boxes, with silhouettes where the detector gives them
     * @return one colour for each object, in the same order
     * @throws EngineException if it cannot answer
     */
    List<BasicColour> colours(Image image, String className, List<Detection> objects);
}
