// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The names of the images of one request.
 *
 * @param out the name of the only one; of several with the number before the ending
 */
record OutputFiles(Path out, int count) {
    Path file(int number) {
        if (count == 1) {
            return out;
        }
        String name = out.getFileName().toString();
        int dot = name.lastIndexOf('.');
        int digits = String.valueOf(count - 1).length();
        return out.resolveSibling(name.substring(0, dot) + "-" + String.format(Locale.ROOT, "%0" + digits + "d", number)
                + name.substring(dot));
    }

    /** A file that would be written over one of these. */
    Optional<Path> over(List<Path> others) {
        List<Path> taken = others.stream().map(OutputFiles::comparable).toList();
        return IntStream.range(0, count)
                .mapToObj(this::file)
                .filter(file -> taken.contains(comparable(file)))
                .findFirst();
    }

    private static Path comparable(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
