// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

import java.util.Optional;

/**
 * One object that a detector sees.
 *
 * @param score 0..1, how sure it is, in single precision as it came
 * @param silhouette the object's own pixels; empty for a detector of boxes only
 */
public record Detection(Box box, float score, Optional<Silhouette> silhouette) {
    public Detection(Box box, float score) {
        this(box, score, Optional.empty());
    }
}
