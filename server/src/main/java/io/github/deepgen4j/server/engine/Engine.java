// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.drawing.DrawRequest;
import java.util.Optional;

/**
 * One model that draws one request at a time. All methods may be called on any thread; what an engine cannot do it says
 * with an {@link EngineException}, whose kind tells whether it is the request's fault.
 */
public interface Engine extends AutoCloseable {
    /** The name by which clients know the model. */
    String name();

    EngineState state();

    /** Facts of the model; empty until it was loaded once. */
    Optional<ModelFacts> facts();

    /**
     * The cost of a request, without drawing it; answered while another one is drawn.
     *
     * @throws EngineException {@code REFUSED} if it does not fit the model or the memory, {@code LOADING},
     *     {@code RESTARTING} or {@code LOST} if there is no model to ask now
     */
    Settled settle(DrawRequest request);

    /**
     * Draws the images of a request from a place on, and returns when the last is finished. From a checkpoint, the
     * bytes are those of an undisturbed drawing.
     *
     * @param watch is told of progress on a thread of the engine, and asked whether to go on
     * @throws EngineException {@code CANCELLED} when the watch says so, {@code FAILED} if the drawing fails,
     *     {@code LOST} if the engine dies, {@code REFUSED} as by {@link #settle}
     */
    void draw(DrawRequest request, DrawStart start, DrawWatch watch);

    /** Gives up what is being drawn, ends what belongs to the engine and waits for that. */
    @Override
    void close();
}
