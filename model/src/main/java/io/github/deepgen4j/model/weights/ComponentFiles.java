// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The safetensors files of one component folder, mapped: {@code model.safetensors},
 * {@code diffusion_pytorch_model.safetensors}, or several files named by a {@code *.safetensors.index.json}.
 */
public final class ComponentFiles implements AutoCloseable {
    private static final List<String> SINGLE = List.of("model.safetensors", "diffusion_pytorch_model.safetensors");
    private static final String INDEX_SUFFIX = ".safetensors.index.json";

    /** A tensor under its stored name. */
    public record Stored(Safetensors file, String name) {
        public Safetensors.Entry entry() {
            return file.entry(name);
        }
    }

    private final Path folder;
    private final List<Safetensors> files = new ArrayList<>();
    private final Map<String, Stored> tensors = new LinkedHashMap<>();

    private ComponentFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens all files of a component and checks them against each other.
     *
     * @throws WeightException naming everything that is wrong: no or ambiguous files, broken files, an absent shard, a
     *     tensor in two shards, a tensor that the index places elsewhere or does not know
     */
    public static ComponentFiles open(Path folder) {
        ComponentFiles component = new ComponentFiles(folder);
        try {
            Problems problems = new Problems();
            component.openAll(problems);
            problems.throwIfAny(folder.toString());
            return component;
        } catch (RuntimeException e) {
            component.close();
            throw e;
        }
    }

    private void openAll(Problems problems) {
        List<Path> candidates = candidates(problems);
        if (candidates.size() != 1) {
            if (problems.none()) {
                problems.add(
                        candidates.isEmpty()
                                ? "no weights: expected one of " + String.join(", ", SINGLE) + " or an index *"
                                        + INDEX_SUFFIX
                                : "ambiguous weights: "
                                        + candidates.stream()
                                                .map(f -> f.getFileName().toString())
                                                .toList());
            }
            return;
        }
        Path only = candidates.getFirst();
        if (only.toString().endsWith(INDEX_SUFFIX)) {
            openShards(only, problems);
        } else {
            openFile(only, problems);
        }
    }

    private List<Path> candidates(Problems problems) {
        if (!Files.isDirectory(folder)) {
            problems.add("folder not found");
            return List.of();
        }
        try (var list = Files.list(folder)) {
            return list.filter(f -> SINGLE.contains(f.getFileName().toString())
                            || f.toString().endsWith(INDEX_SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new WeightException(folder + ": cannot be listed (" + e + ")", e);
        }
    }

    private void openShards(Path indexFile, Problems problems) {
        ShardIndex index = ShardIndex.read(indexFile, problems);
        Map<String, Safetensors> shards = new HashMap<>();
        for (String shard : index.shards()) {
            if (!Files.exists(folder.resolve(shard))) {
                problems.add(shard + ": named by " + indexFile.getFileName() + " but absent");
                continue;
            }
            Safetensors file = openFile(folder.resolve(shard), problems);
            if (file != null) {
                shards.put(shard, file);
            }
        }
        index.shardOf().forEach((tensor, shard) -> {
            if (shards.containsKey(shard) && !shards.get(shard).has(tensor)) {
                problems.add(shard + ": lacks " + tensor + ", which " + indexFile.getFileName() + " places there");
            }
        });
        shards.forEach((shard, file) -> {
            for (String tensor : file.names()) {
                if (!index.shardOf().containsKey(tensor)) {
                    problems.add(shard + ": " + tensor + " is not in " + indexFile.getFileName());
                }
            }
        });
    }

    /** Opens a file and adds its tensors; null after reporting why it cannot be opened. */
    private Safetensors openFile(Path path, Problems problems) {
        Safetensors file;
        try {
            file = Safetensors.open(path);
        } catch (WeightException e) {
            problems.add(e.getMessage());
            return null;
        }
        files.add(file);
        for (String name : file.names()) {
            String canonical = TensorNames.canonical(name);
            Stored before =
                    TensorNames.ignored(canonical) ? null : tensors.putIfAbsent(canonical, new Stored(file, name));
            if (before != null) {
                problems.add(canonical + ": twice, as " + before.name() + " in "
                        + before.file().path().getFileName() + " and as " + name + " in " + path.getFileName());
            }
        }
        return file;
    }

    public Path folder() {
        return folder;
    }

    /** The mapped files, shards in the order of their names. */
    public List<Safetensors> files() {
        return Collections.unmodifiableList(files);
    }

    /** Tensors by {@linkplain TensorNames#canonical canonical} name, in the order of the data; without ignored ones. */
    public Map<String, Stored> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Every difference between these files and what a network asks for: names, shapes, types. */
    public List<String> differences(Manifest expected) {
        Optional<String> prefix = TensorNames.strangePrefix(
                tensors.keySet(), name -> expected.shapes().containsKey(name));
        if (prefix.isPresent()) {
            String first = tensors.keySet().iterator().next();
            return List.of(folder.getFileName() + ": the names of all " + tensors.size() + " tensors begin with '"
                    + prefix.get() + "', which no known writer puts there; expected "
                    + first.substring(prefix.get().length()));
        }
        List<String> differences = new ArrayList<>();
        expected.shapes().forEach((name, shape) -> {
            Stored stored = tensors.get(name);
            if (stored == null) {
                differences.add("missing " + folder.getFileName() + "/" + name + " " + TensorSpec.text(shape));
                return;
            }
            TensorSpec found = stored.entry().spec();
            String where = place(stored) + ": " + stored.name();
            if (!Arrays.equals(found.shape(), shape)) {
                differences.add(where + " expected shape " + TensorSpec.text(shape) + ", found "
                        + TensorSpec.text(found.shape()));
            }
            if (found.type() == DType.I8 && expected.matrices().containsKey(name)) {
                scaleDifference(name, shape[0]).ifPresent(differences::add);
            } else if (!Checkpoint.STORABLE.contains(found.type())) {
                differences.add(where + " expected type " + Checkpoint.STORABLE + ", found " + found.type());
            }
        });
        tensors.forEach((name, stored) -> {
            if (!expected.shapes().containsKey(name) && !scalesInt8(name, expected)) {
                differences.add(place(stored) + ": unexpected " + stored.name() + " "
                        + TensorSpec.text(stored.entry().spec().shape()));
            }
        });
        return differences;
    }

    /** A fault of the scales that a matrix in int8 must have. */
    private Optional<String> scaleDifference(String matrix, long rows) {
        String name = matrix + Int8Rules.SCALE;
        Stored scale = tensors.get(name);
        TensorSpec expected = new TensorSpec(name, DType.F32, rows);
        if (scale == null) {
            return Optional.of("missing " + folder.getFileName() + "/" + expected + ": " + matrix
                    + " is int8 and means nothing without its scales; convert the model again");
        }
        TensorSpec found = scale.entry().spec();
        return found.type() == DType.F32 && Arrays.equals(found.shape(), expected.shape())
                ? Optional.empty()
                : Optional.of(place(scale) + ": " + scale.name() + " expected " + expected.describe() + ", found "
                        + found.describe());
    }

    /** True for the scales of a matrix that is there in int8. */
    private boolean scalesInt8(String name, Manifest expected) {
        if (!name.endsWith(Int8Rules.SCALE)) {
            return false;
        }
        String matrix = name.substring(0, name.length() - Int8Rules.SCALE.length());
        return expected.matrices().containsKey(matrix) && isInt8(matrix);
    }

    /** True for a tensor that is there in int8. */
    public boolean isInt8(String name) {
        return tensors.containsKey(name) && tensors.get(name).entry().spec().type() == DType.I8;
    }

    /** The file with its folder: components share the names of their files. */
    private String place(Stored stored) {
        return folder.getFileName() + "/" + stored.file().path().getFileName();
    }

    @Override
    public void close() {
        files.forEach(Safetensors::close);
    }
}
