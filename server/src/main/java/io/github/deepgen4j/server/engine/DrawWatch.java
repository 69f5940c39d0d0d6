// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

/** Watches a drawing. Should return soon: the engine waits for it. */
public interface DrawWatch {
    /** True once nobody wants the images; takes effect before the next transformer pass. */
    boolean cancelled();

    /** The wanted images in progress; may change while the engine draws. */
    Previews previews();

    /**
     * A stage of an image begins.
     *
     * @param stage {@code reading}, {@code encoding}, {@code denoising} or {@code decoding}
     */
    void stage(int image, String stage);

    /** A step, from 1, has ended. */
    void step(int image, int step, int steps);

    /** An image as it is predicted after a step, as the bytes of a JPEG file. */
    void preview(int image, int step, byte[] jpeg);

    /** The state of an image after some of its steps, from which it can be drawn to its end. */
    void checkpoint(int image, byte[] state);

    /** An image is finished. */
    void image(DrawnImage image);
}
