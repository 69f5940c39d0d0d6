// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names for images that the user has not named: {@code out.png}, or {@code out-0.png} and so on for several; once those
 * are taken, the numbers after the highest. Nothing that is there is written over, whoever writes at the same time.
 */
final class FreeName {
    private static final Pattern TAKEN = Pattern.compile("out(?:-(\\d{1,9}))?\\.png", Pattern.CASE_INSENSITIVE);

    private final Path folder;
    private final int count;
    private int next = -1;

    /** @param count of images */
    FreeName(Path folder, int count) {
        this.folder = folder;
        this.count = count;
    }

    /** The name that {@link #reserve} would now give first. */
    Path first() {
        return name(next < 0 ? start() : next);
    }

    /** Makes the next file, which is empty, so that nobody else takes its name. */
    Path reserve() {
        next = next < 0 ? start() : next;
        while (true) {
            Path file = name(next++);
            try {
                return Files.createFile(file);
            } catch (FileAlreadyExistsException e) {
                next = Math.max(next, start());
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be written (" + e + ")", e);
            }
        }
    }

    private Path name(int number) {
        if (number == 0 && count == 1) {
            return folder.resolve("out.png");
        }
        return folder.resolve(String.format(Locale.ROOT, "out-%0" + OutputName.digits(count) + "d.png", number));
    }

    /** 0 if the first names are free, else the number after the highest that is taken. */
    private int start() {
        try (Stream<Path> files = Files.list(folder)) {
            int highest = files.map(file -> TAKEN.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(taken -> taken.group(1) == null ? 0 : Integer.parseInt(taken.group(1)))
                    .max()
                    .orElse(-1);
            boolean free = count == 1
                    ? !Files.exists(name(0))
                    : Stream.iterate(0, i -> i < count, i -> i + 1).noneMatch(i -> Files.exists(name(i)));
            return free ? 0 : highest + 1;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed (" + e + ")", e);
        }
    }
}
