// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.Locale;

/** The ways to bring the image to edit to the size of the result. */
public enum SourceResize {
    /** To exactly that size, whatever its own shape: as the original does. */
    SQUASH,
    /** To as many pixels in its own shape, which is the result's then: as in training. */
    KEEP_ASPECT;

    /** The word on the command line and in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
