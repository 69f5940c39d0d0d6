// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.task.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A benchmark in one version: what is drawn, where the official scorer expects it, what is asked about it, how answers
 * are read and what they add up to. All methods are pure but for {@link #load} and {@link #find}, which read files.
 *
 * @param <I> its items
 * @param <V> what one answer is worth: a record that Jackson can write
 */
public interface Benchmark<I extends Item, V> {
    /** Its name, and the meaning of its result. */
    BenchmarkInfo info();

    /**
     * All items, in the order of the data, which seeds depend on.
     *
     * @param data the folder of its files as published; a benchmark that makes its items itself does not look at it
     * @throws io.github.deepgen4j.model.files.ConfigException if a file is missing, damaged or not the published one:
     *     with file, line and what is expected there; also for groups that it does not have
     */
    List<I> load(Path data, Options options);

    /** Families of judges that the official scripts ask in different ways, the usual one first; none if all alike. */
    default List<String> judges() {
        return List.of();
    }

    /** The settings of the published figures: samples, guidance, steps, size, negative prompt. */
    Protocol protocol();

    /** The pictures to draw for an item, one request a sample, in the order of samples. */
    List<SampleRequest> plan(I item, Protocol protocol);

    /** The files of an item in the official layout, that of its samples and those beside them. */
    List<Artifact> artifacts(I item);

    /**
     * The pictures of an item that a folder in the official layout holds, as the official scorer would find them. What
     * is missing is left out. By default those of {@link #artifacts}.
     */
    default List<Drawn> find(I item, PictureFolder folder) {
        List<Drawn> found = new ArrayList<>();
        for (Artifact artifact : artifacts(item)) {
            switch (artifact) {
                case Artifact.Single single ->
                    folder.picture(single.file())
                            .ifPresent(picture -> found.add(new Drawn(String.valueOf(single.sample()), picture)));
                case Artifact.Grid grid ->
                    folder.picture(grid.file()).stream()
                            .flatMap(whole -> tiles(grid, whole))
                            .forEach(found::add);
                case Artifact.Side _ -> {}
            }
        }
        return found;
    }

    private static Stream<Drawn> tiles(Artifact.Grid grid, Picture whole) {
        return grid.samples().stream().map(sample -> new Drawn(String.valueOf(sample), grid.tile(whole, sample)));
    }

    /** The questions about a picture; their names are unique within it. */
    List<Task> tasks(I item, Drawn drawn, Options options);

    /** The worth of an answer, a wish to ask again, or a failure. */
    Parsed<V> parse(I item, Task task, Answer answer, Options options);

    /**
     * The result over what was answered. Does not depend on the order of outcomes; what has no outcome or a failed one
     * is left out or counted as the rules say.
     */
    Summary aggregate(List<I> items, Outcomes<V> outcomes, Options options);
}
