// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.examples;

import io.github.deepgen4j.model.pipeline.Generated;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An image as the body of a response, given up when its client goes away. A server only learns that when it writes, so
 * the bytes that all PNG files begin with are sent while the image is drawn, one at a time, after ever longer waits:
 * at the first write that fails the image is cancelled.
 */
final class Answer {
    private static final byte[] START = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    private static final long FIRST_WAIT = 250; // milliseconds; what fails sooner still gets a status of its own

    private Answer() {}

    static void write(CompletableFuture<Generated> image, OutputStream out) throws IOException {
        int sent = 0;
        try {
            for (long wait = FIRST_WAIT; sent < START.length; wait *= 2) {
                try {
                    image.get(wait, TimeUnit.MILLISECONDS);
                    break;
                } catch (TimeoutException e) {
                    out.write(START[sent++]);
                    out.flush();
                }
            }
            byte[] png = image.get().png();
            out.write(png, sent, png.length - sent);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an image was drawn", e);
        } finally {
            image.cancel(true); // without effect on one that is there
        }
    }
}
