// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes small data sets. */
final class TestData {
    private TestData() {}

    /** An image of random pixels. */
    static Image image(int width, int height, long seed) {
        byte[] rgb = new byte[3 * width * height];
        new Random(seed).nextBytes(rgb);
        return Image.of(width, height, rgb);
    }

    static Path png(Path file, int width, int height, long seed) {
        create(file.getParent());
        image(width, height, seed).writePng(file);
        return file;
    }

    static Path text(Path file, String content) {
        create(file.getParent());
        try {
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** T2I_SFT data of {@code count} images of 96x96, with texts "text 0", "text 1", ... */
    static Path t2i(Path folder, int count) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            png(folder.resolve("pictures/" + i + ".png"), 96, 96, i);
            json.append(i == 0 ? "" : ",\n")
                    .append("{\"type\": \"T2I_SFT\", \"txt\": \"text %d\", \"image\": \"\", \"image_path\": \"%d.png\"}"
                            .formatted(i, i));
        }
        return text(folder.resolve("list.json"), json.append("]").toString());
    }

    /** Edits of {@code count} pairs of images of 96x96, with instructions "edit 0", "edit 1", ... */
    static Path edits(Path folder, int count) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            png(folder.resolve("pictures/in" + i + ".png"), 96, 96, 100 + i);
            png(folder.resolve("pictures/out" + i + ".png"), 96, 96, 200 + i);
            json.append(i == 0 ? "" : ",\n")
                    .append(("{\"input_image\": [\"in%d.png\", \"out%d.png\"], \"output_image\": \"out%d.png\","
                                    + " \"instruction\": \"edit %d\"}")
                            .formatted(i, i, i, i));
        }
        return text(folder.resolve("list.json"), json.append("]").toString());
    }

    /** A tar of members by name. */
    static Path tar(Path file, Map<String, byte[]> members) {
        create(file.getParent());
        try (var tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
                entry.setSize(member.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(member.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
