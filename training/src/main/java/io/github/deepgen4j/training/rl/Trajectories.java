// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.files.FileReason;
import io.github.deepgen4j.model.files.FileTree;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.model.weights.WeightException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The trajectories of an update: in memory up to a limit, those beyond it in files of a folder, which are written
 * before they are mapped, so that a full disk is an error and no crash. What an update left behind is deleted when the
 * next one begins, or this object is closed.
 */
public final class Trajectories implements AutoCloseable {
    private final Path folder;
    private final long memory;
    private final List<Trajectory> kept = new ArrayList<>();
    private long used;
    private long written;

    /**
     * @param folder of this process alone, made when it is needed
     * @param memory bytes; the group that is being drawn comes on top
     */
    public Trajectories(Path folder, long memory) {
        this.folder = folder;
        this.memory = memory;
        delete();
    }

    /**
     * Keeps a group until {@link #clear}.
     *
     * @param group its number, which names the file
     * @param recording owned from now on
     * @throws WeightException if the disk is full; nothing that was kept before is lost
     */
    Trajectory keep(long group, Recording recording) {
        Trajectory trajectory;
        if (used + recording.bytes() <= memory) {
            used += recording.bytes();
            trajectory = Trajectory.inMemory(recording);
        } else {
            try (recording) {
                trajectory = Trajectory.mapped(write(group, recording));
            }
        }
        kept.add(trajectory);
        return trajectory;
    }

    private Path write(long group, Recording recording) {
        Path file = folder.resolve(String.format(Locale.ROOT, "%08d.safetensors", group));
        try {
            Files.createDirectories(folder);
            SafetensorsWriter.write(file, recording.tensors());
            written += recording.bytes();
            return file;
        } catch (IOException e) {
            throw failure(file, recording, e);
        } catch (WeightException e) {
            throw e.getCause() instanceof IOException cause ? failure(file, recording, cause) : e;
        }
    }

    private static WeightException failure(Path file, Recording recording, IOException e) {
        String what = String.format(
                Locale.ROOT,
                "%s: the trajectories of a group, %.1f MB, cannot be written (%s)",
                file,
                recording.bytes() / 1e6,
                FileReason.of(e));
        return new WeightException(
                what + "; no update was made, the last checkpoint is intact: free some space or raise the memory for"
                        + " trajectories, and resume",
                e);
    }

    /** Bytes in memory now. */
    public long used() {
        return used;
    }

    /** Bytes in files now. */
    public long written() {
        return written;
    }

    /** Forgets everything. */
    public void clear() {
        kept.forEach(Trajectory::close);
        kept.clear();
        used = 0;
        written = 0;
        delete();
    }

    private void delete() {
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be deleted", e);
        }
    }

    @Override
    public void close() {
        clear();
    }
}
