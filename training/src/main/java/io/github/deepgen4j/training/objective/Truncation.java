// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

/** The treatment of prompts of more tokens than allowed (T29). */
public enum Truncation {
    /** The user's text loses its end; the chat turns and image tokens stay whole. */
    TEXT,
    /** The sequence loses its front, as in the reference: chat turns and image tokens, too. */
    LEFT
}
