// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

/**
 * Something that is wrong with a checkpoint folder.
 *
 * @param where file or component, relative to the folder
 * @param what what was expected and what was found
 */
public record Finding(Severity severity, String where, String what) {
    /** The certainty that something is wrong. */
    public enum Severity {
        /** The folder cannot be used, or gives wrong images. */
        DAMAGE,
        /** Unusual, and harmless if the maker of the checkpoint meant it. */
        SUSPICIOUS
    }

    static Finding damage(String where, String what) {
        return new Finding(Severity.DAMAGE, where, what);
    }

    static Finding suspicious(String where, String what) {
        return new Finding(Severity.SUSPICIOUS, where, what);
    }

    @Override
    public String toString() {
        return (severity == Severity.DAMAGE ? "damage      " : "suspicious  ") + where + ": " + what;
    }
}
