// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.FileTree;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.training.rl.record.WallGroup;
import io.github.deepgen4j.training.rl.reward.RewardTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pictures of rank 0's groups of an update: the best, the worst and the most disputed one, in {@code wall/} of the run
 * folder, for the latest updates. A full disk ends the pictures, not the run.
 */
final class SampleWall {
    private static final int UPDATES = 8;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Consumer<String> log;
    private boolean warned;

    SampleWall(Path run, Consumer<String> log) {
        this.folder = run.resolve("wall");
        this.log = log;
    }

    /**
     * Writes the pictures of an update.
     *
     * @param own groups as they were drawn
     * @param judged the same as they were judged
     * @param advantages of these groups
     */
    void write(int step, List<OwnGroup> own, List<RewardTable.Group> judged, Advantages advantages) {
        try {
            for (int g : chosen(judged)) {
                write(step, g, own.get(g).images(), judged.get(g), advantages);
            }
            FileTree.delete(folder.resolve(name(step - UPDATES)));
        } catch (IOException | UncheckedIOException e) {
            if (!warned) {
                log.accept("warning: pictures of update " + step + " cannot be written (" + e.getMessage()
                        + "); the run goes on without");
            }
            warned = true;
        }
    }

    private static String name(int step) {
        return String.format(Locale.ROOT, "%06d", step);
    }

    /** Best, worst and most disputed, each once. */
    private static Set<Integer> chosen(List<RewardTable.Group> groups) {
        Set<Integer> chosen = new LinkedHashSet<>();
        chosen.add(most(groups, true));
        chosen.add(most(groups, false));
        chosen.add(IntStream.range(0, groups.size())
                .boxed()
                .max((a, b) -> Double.compare(spread(groups.get(a)), spread(groups.get(b))))
                .orElse(0));
        return chosen;
    }

    private static int most(List<RewardTable.Group> groups, boolean best) {
        return IntStream.range(0, groups.size())
                .boxed()
                .max((a, b) -> (best ? 1 : -1) * Double.compare(mean(groups.get(a)), mean(groups.get(b))))
                .orElse(0);
    }

    private static double mean(RewardTable.Group group) {
        return Arrays.stream(group.totals()).average().orElse(0);
    }

    private static double spread(RewardTable.Group group) {
        double[] totals = group.totals();
        return Arrays.stream(totals).max().orElse(0)
                - Arrays.stream(totals).min().orElse(0);
    }

    private void write(int step, int g, List<Image> images, RewardTable.Group group, Advantages advantages)
            throws IOException {
        Path target = folder.resolve(name(step));
        Files.createDirectories(target);
        int size = images.size();
        for (int i = 0; i < size; i++) {
            images.get(i).writePng(target.resolve(WallGroup.picture(g, i)));
        }
        WallGroup described = new WallGroup(
                step,
                g,
                group.prompt().text(),
                group.prompt().dataset(),
                group.names(),
                group.raw(),
                group.totals(),
                Arrays.copyOfRange(advantages.values(), g * size, (g + 1) * size),
                group.replies());
        AtomicFile.write(target.resolve(WallGroup.file(g)), JSON.writeValueAsString(described) + "\n");
    }
}
