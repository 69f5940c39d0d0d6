// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

/** An engine that can give back the memory of its model while nobody needs it. */
public interface RestingEngine extends Engine {
    /**
     * Gives back the memory, once what was asked before is answered; nothing must be drawn. The next question or
     * drawing takes it again, and waits for that. Does nothing unless the engine is {@code UP}.
     */
    void rest();

    /** When it was last asked anything, in milliseconds since 1970; when it was loaded, if nobody has asked since. */
    long lastAskedMillis();
}
