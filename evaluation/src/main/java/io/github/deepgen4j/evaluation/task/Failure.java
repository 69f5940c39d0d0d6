// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.task;

import java.util.Locale;

/**
 * Why a question has no answer, which says nothing about the picture.
 *
 * @param reason for people
 */
public record Failure(Kind kind, String reason) {
    /** The kinds that are counted apart. */
    public enum Kind {
        /** The picture is damaged, of the wrong size, or cannot be read. */
        PICTURE,
        /** A content filter or the judge itself would not answer. */
        REFUSED,
        /** All replies were of a form that cannot be used. */
        UNREADABLE,
        /** The judge or engine could not be reached or failed, again and again. */
        UNREACHABLE,
        /** The budget of calls or money was used up before. */
        BUDGET,
        /** Nothing that can answer was given, or a replay has no record. */
        NOT_ASKED;

        /** The word in files and tables. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
