// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

/**
 * The condition of an engine.
 *
 * @param reason why it was restarted or cannot be loaded, for operators; empty if there is nothing to say
 * @param lastFrameMillis when it was last heard of, in milliseconds since 1970
 * @param restarts since the server began
 * @param pid of the process that draws, 0 while there is none
 * @param loadSeconds that the model took to load, 0 until it was
 */
public record EngineState(
        Phase phase, String reason, long lastFrameMillis, int restarts, long pid, double loadSeconds) {
    /** Phases of an engine's life. */
    public enum Phase {
        /** The model is being loaded for the first time. */
        LOADING,
        /** It draws or waits for work. */
        UP,
        /** It has given back its memory, and is loaded again when it is asked something. */
        RESTING,
        /** It was lost and is being started again. */
        RESTARTING,
        /** It was closed. */
        CLOSED
    }

    public boolean up() {
        return phase == Phase.UP;
    }

    /** True if it can be asked something now. */
    public boolean ready() {
        return phase == Phase.UP || phase == Phase.RESTING;
    }
}
