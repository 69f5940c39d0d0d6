// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.Locale;

/** Whose decisions a result follows where the official scripts err. */
public enum Mode {
    /** The scripts as they are, faults included: comparable with published figures. */
    OFFICIAL,
    /** The intention of the scripts. */
    FIXED;

    /** The word on the command line and in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
