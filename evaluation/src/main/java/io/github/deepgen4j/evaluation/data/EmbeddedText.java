// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that are part of this project, beside the class that uses them. */
public final class EmbeddedText {
    private EmbeddedText() {}

    /**
     * A resource in UTF-8, to the letter.
     *
     * @throws IllegalStateException if the class has no such resource
     */
    public static String read(Class<?> beside, String name) {
        try (InputStream resource = beside.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException(beside + " has no resource " + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name + " cannot be read", e);
        }
    }
}
