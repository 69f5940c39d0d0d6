// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.results;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The state of an image that is being drawn, as it lies in a file.
 *
 * @param fingerprint of the weights that draw it
 * @param image its number in the job, from 0
 * @param state what the engine goes on from
 */
public record Checkpoint(String fingerprint, int image, byte[] state) {
    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(fingerprint);
            out.writeInt(image);
            out.write(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing of this leaves the memory
        }
        return bytes.toByteArray();
    }

    /** Empty for bytes that are none: the image is drawn from its beginning then. */
    static Optional<Checkpoint> of(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return Optional.of(new Checkpoint(in.readUTF(), in.readInt(), in.readAllBytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
