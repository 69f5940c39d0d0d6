// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.pickle;

import static io.github.deepgen4j.model.weights.pickle.Unpickler.expect;

import io.github.deepgen4j.model.weights.MappedTensor;
import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.model.weights.pickle.Unpickler.Dictionary;
import io.github.deepgen4j.model.weights.pickle.Unpickler.Sequence;
import io.github.deepgen4j.tensor.DType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A DeepSpeed ZeRO-2 checkpoint folder (spec/model.md section 9.3): float32 parameters put together from the parts that
 * the ranks' optimizers hold; everything that no optimizer holds (buffers, frozen parameters) from the saved module.
 * Tensors read the mapped files; closing unmaps them.
 */
public final class ZeroFolder implements AutoCloseable {
    private static final String MODEL = "mp_rank_00_model_states.pt";
    private static final Pattern OPTIMIZER =
            Pattern.compile("(?:bf16_)?zero_pp_rank_(\\d{1,6})_mp_rank_00_optim_states\\.pt");

    private final Path folder;
    private final List<TorchFile> files = new ArrayList<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    private ZeroFolder(Path folder) {
        this.folder = folder;
    }

    /** True for a folder that looks like one. */
    public static boolean is(Path folder) {
        return Files.isRegularFile(folder.resolve(MODEL));
    }

    /**
     * Opens all files of a checkpoint.
     *
     * @throws WeightException for an absent rank, another ZeRO stage, or parts that do not fit the recorded shapes
     */
    public static ZeroFolder open(Path folder) {
        ZeroFolder zero = new ZeroFolder(folder);
        try {
            zero.readAll();
            return zero;
        } catch (WeightException e) {
            zero.close();
            String message = e.getMessage();
            throw message.startsWith(folder.toString()) ? e : new WeightException(folder + ": " + message, e);
        } catch (RuntimeException e) {
            zero.close();
            throw e;
        }
    }

    private void readAll() {
        TorchFile model = open(MODEL);
        List<Sequence> partitions = new ArrayList<>(); // of a rank: one flat tensor a group
        List<TorchFile> ranks = new ArrayList<>();
        for (String name : optimizerFiles()) {
            TorchFile rank = open(name);
            Dictionary state = field(rank.root(), "optimizer_state_dict", Dictionary.class);
            requireStage(state);
            ranks.add(rank);
            partitions.add(field(state, "single_partition_of_fp32_groups", Sequence.class));
        }
        long world = model.root().items.get("dp_world_size") instanceof Long size ? size : ranks.size();
        if (ranks.isEmpty() || ranks.size() != world) {
            throw new WeightException("expected the optimizer files of " + world + " ranks, found " + ranks.size());
        }
        List<Object> groups = field(model.root(), "param_shapes", Sequence.class).items;
        for (int group = 0; group < groups.size(); group++) {
            List<MemorySegment> parts = new ArrayList<>();
            for (int rank = 0; rank < ranks.size(); rank++) {
                parts.add(partition(ranks.get(rank), partitions.get(rank), group));
            }
            cut(expect(Dictionary.class, groups.get(group)), parts, "group " + group);
        }
        addFromModule(model);
        addShared(model.root());
    }

    private TorchFile open(String name) {
        TorchFile file = TorchFile.openRaw(folder.resolve(name));
        files.add(file);
        return file;
    }

    /** In the order of the ranks, which must be 0, 1, 2, ... */
    private List<String> optimizerFiles() {
        Map<Integer, String> byRank = new TreeMap<>();
        try (var list = Files.list(folder)) {
            list.map(file -> file.getFileName().toString()).forEach(name -> {
                Matcher matcher = OPTIMIZER.matcher(name);
                if (matcher.matches()) {
                    String before = byRank.put(Integer.parseInt(matcher.group(1)), name);
                    if (before != null) {
                        throw new WeightException("two files of one rank: " + before + " and " + name);
                    }
                }
            });
        } catch (IOException e) {
            throw new WeightException(folder + ": cannot be listed (" + e + ")", e);
        }
        int expected = 0;
        for (int rank : byRank.keySet()) {
            if (rank != expected++) {
                throw new WeightException("the optimizer file of rank " + (expected - 1) + " is missing");
            }
        }
        return List.copyOf(byRank.values());
    }

    private static <T> T field(Dictionary dictionary, String name, Class<T> type) {
        Object value = dictionary.items.get(name);
        if (value == null) {
            throw new WeightException("no " + name + ": not a ZeRO-2 checkpoint of DeepSpeed");
        }
        return expect(type, value);
    }

    /** Newer versions write the stage as an object of a class of theirs; the partitions' own field tells then. */
    private static void requireStage(Dictionary state) {
        if (state.items.get("zero_stage") instanceof Long stage && stage > 2) {
            throw new WeightException("ZeRO stage expected 1 or 2, found " + stage);
        }
    }

    private static MemorySegment partition(TorchFile rank, Sequence partitions, int group) {
        if (group >= partitions.items.size()) {
            throw new WeightException(rank.path().getFileName() + ": expected parameter group " + group + ", found "
                    + partitions.items.size() + " groups");
        }
        TensorRecord view = expect(TensorRecord.class, partitions.items.get(group));
        String name = "single_partition_of_fp32_groups." + group;
        if (!(rank.tensor(name, view) instanceof MappedTensor flat)
                || flat.spec().type() != DType.F32
                || flat.spec().shape().length != 1) {
            throw new WeightException(rank.path().getFileName() + ": " + name + " expected a flat F32 tensor");
        }
        return flat.pieces().getFirst();
    }

    /** The parts in a row hold the parameters in a row, then padding. */
    private void cut(Dictionary shapes, List<MemorySegment> parts, String group) {
        long available = parts.stream().mapToLong(MemorySegment::byteSize).sum();
        long at = 0;
        for (var entry : shapes.items.entrySet()) {
            String name = expect(String.class, entry.getKey());
            TensorSpec spec = new TensorSpec(name, DType.F32, Unpickler.numbers(entry.getValue()));
            if (spec.byteSize() > available - at) {
                throw new WeightException(
                        group + ": " + spec + " ends after the " + available + " bytes of all ranks' partitions");
            }
            tensors.put(name, new MappedTensor(folder.toString(), spec, slice(parts, at, spec.byteSize())));
            at += spec.byteSize();
        }
        long alignment = 2L * parts.size() * DType.F32.bytes(); // DeepSpeed pads a group to twice the number of ranks
        if (available - at >= alignment) {
            throw new WeightException(group + ": expected less than " + alignment + " bytes of padding after its "
                    + shapes.items.size() + " parameters, found " + (available - at));
        }
    }

    private static List<MemorySegment> slice(List<MemorySegment> parts, long from, long size) {
        List<MemorySegment> slice = new ArrayList<>();
        for (MemorySegment part : parts) {
            long length = part.byteSize();
            if (from < length && size > 0) {
                long count = Math.min(size, length - from);
                slice.add(part.asSlice(from, count));
                size -= count;
                from += count;
            }
            from -= length;
        }
        return slice;
    }

    private void addFromModule(TorchFile model) {
        for (String where : List.of("module", "frozen_param_fragments")) {
            if (model.root().items.get(where) instanceof Dictionary saved) {
                saved.items.forEach((key, value) -> {
                    if (key instanceof String name && value instanceof TensorRecord view) {
                        tensors.computeIfAbsent(name, _ -> model.tensor(name, view));
                    }
                });
            }
        }
    }

    /** Parameters that are one and the same are recorded once, with a list of their other names. */
    private void addShared(Dictionary root) {
        if (root.items.get("shared_params") instanceof Dictionary shared) {
            shared.items.forEach((alias, name) -> {
                if (alias instanceof String && tensors.containsKey(name)) {
                    tensors.putIfAbsent((String) alias, tensors.get(name));
                }
            });
        }
    }

    /** Tensors by native name: trained ones first, as float32. */
    public Map<String, StoredTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void close() {
        files.forEach(TorchFile::close);
    }
}
