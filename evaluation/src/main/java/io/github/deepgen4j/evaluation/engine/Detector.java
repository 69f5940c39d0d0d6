// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

import io.github.deepgen4j.model.image.Image;
import java.util.List;
import java.util.Map;

/** Finds objects of classes that it has been made for. */
public interface Detector extends Engine {
    /** The names of its classes, as GenEval spells those of COCO ({@code computer mouse}, {@code tv remote}). */
    List<String> classes();

    /**
     * Everything that it sees, however unsure it is: callers choose a threshold.
     *
     * @return by class, in no particular order; a class of which it sees nothing may be missing
     * @throws EngineException if it cannot answer
     */
    Map<String, List<Detection>> detect(Image image);
}
