// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.task;

import io.github.deepgen4j.model.files.FileReason;
import io.github.deepgen4j.model.files.FileStart;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** A picture that is shown or asked about. It is read when it is needed, by every call. */
public sealed interface Picture {
    /** Its name in messages and journals, for example its path below the folder of pictures. */
    String name();

    /**
     * The bytes of its file, unchanged; a PNG of a picture that has no file.
     *
     * @throws ImageException if it cannot be read or made
     */
    byte[] bytes();

    /**
     * The decoded picture: upright, without alpha.
     *
     * @throws ImageException if it cannot be read or made
     */
    Image image();

    /** A picture in a file; thousands of them need no memory. */
    record InFile(String name, Path file) implements Picture {
        @Override
        public byte[] bytes() {
            requireFile();
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new ImageException(file + ": cannot be read (" + FileReason.of(e) + ")", e);
            }
        }

        @Override
        public Image image() {
            requireFile();
            return Image.read(file);
        }

        /** A pipe in a folder of pictures would be waited for without end. */
        private void requireFile() {
            FileStart.fault(file).ifPresent(fault -> {
                throw new ImageException(file + ": " + fault);
            });
        }
    }

    /**
     * The bytes of a file, in a table or an archive for example.
     *
     * @param content reads them
     */
    record InBytes(String name, Supplier<byte[]> content) implements Picture {
        @Override
        public byte[] bytes() {
            return content.get();
        }

        @Override
        public Image image() {
            return Image.read(content.get(), name);
        }
    }

    /**
     * A picture that a program makes: a rendered scene, or a tile or another size of another picture.
     *
     * @param maker may throw {@link ImageException}
     */
    record Made(String name, Supplier<Image> maker) implements Picture {
        @Override
        public byte[] bytes() {
            return maker.get().png(Map.of());
        }

        @Override
        public Image image() {
            return maker.get();
        }
    }
}
