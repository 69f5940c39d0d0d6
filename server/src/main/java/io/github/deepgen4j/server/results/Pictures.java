// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.results;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files of pictures, {@code images/YYYY/MM/DD/ID.png}, of inputs, {@code inputs/SHA256}, and of jobs in the middle of a
 * picture, {@code checkpoints/JOB}, each written whole or not
 * at all and forced to the disk before anybody is told of it.
 */
public final class Pictures {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final DataFolder data;

    public Pictures(DataFolder data) {
        this.data = data;
    }

    /**
     * Writes a picture.
     *
     * @return its place below the folder of images
     */
    public String write(String id, Instant when, byte[] png) {
        String place = DAY.format(when) + "/" + id + ".png";
        Path file = data.images().resolve(place);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AtomicFile.write(file, png);
        return place;
    }

    /** The bytes of a picture; empty if the file has gone. */
    public Optional<byte[]> read(String place) {
        return bytes(data.images().resolve(place));
    }

    public void delete(String place) {
        delete(data.images().resolve(place));
    }

    /** Keeps an image that was given, once however often it is; returns its SHA-256. */
    public String keepInput(byte[] file) {
        String sum = Digest.sha256(file);
        Path place = data.inputs().resolve(sum);
        if (!Files.exists(place)) {
            AtomicFile.write(place, file);
        }
        return sum;
    }

    /** The bytes of an input; empty if the file has gone. */
    public Optional<byte[]> input(String sum) {
        return bytes(data.inputs().resolve(sum));
    }

    public void deleteInput(String sum) {
        delete(data.inputs().resolve(sum));
    }

    /** Keeps the state of the picture that a job is drawing, in the place of an earlier one. */
    public void keep(String job, Checkpoint checkpoint) {
        AtomicFile.write(data.checkpoints().resolve(job), checkpoint.bytes());
    }

    /** The state of the picture that a job was drawing. */
    public Optional<Checkpoint> checkpoint(String job) {
        return bytes(data.checkpoints().resolve(job)).flatMap(Checkpoint::of);
    }

    public void deleteCheckpoint(String job) {
        delete(data.checkpoints().resolve(job));
    }

    /** Jobs that have a checkpoint. */
    public List<String> checkpoints() {
        try (Stream<Path> files = Files.list(data.checkpoints())) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<byte[]> bytes(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Places of pictures that nothing refers to. */
    public List<String> strays(Set<String> known) {
        List<String> strays = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data.images())) {
            files.filter(Files::isRegularFile)
                    .map(file -> data.images().relativize(file).toString().replace('\\', '/'))
                    .filter(place -> !known.contains(place))
                    .forEach(strays::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return strays;
    }

    /** Sums of inputs that nothing refers to. */
    public List<String> strayInputs(Set<String> known) {
        try (Stream<Path> files = Files.list(data.inputs())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(sum -> !known.contains(sum))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean exists(String place) {
        return Files.exists(data.images().resolve(place));
    }

    /** Bytes that are free on the disk. */
    public long freeBytes() {
        return data.freeBytes();
    }

    /** True while too little of the disk is free for more pictures. */
    public boolean full() {
        return data.full();
    }
}
