// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.MappedTensor;
import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorNames;
import io.github.deepgen4j.model.weights.WeightException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Adapters as they lie on disk, mapped until closed: a folder with PEFT's {@code adapter_config.json} and
 * {@code adapter_model.safetensors}, with diffusers' {@code pytorch_lora_weights.safetensors}, or with both, as a
 * training run writes them; or a single safetensors file under the names of either or of DeepGen's training.
 */
public final class AdapterFile implements AutoCloseable {
    /** Alpha / rank of DeepGen 1.0, whose training does not store it. */
    private static final double DEEPGEN_SCALE = 2;

    private final Path path;
    private final List<Safetensors> files = new ArrayList<>();
    private final List<Path> read = new ArrayList<>();
    private final Map<Place, StoredAdapter> adapters = new LinkedHashMap<>();
    private final Map<Component, LoraConfig> configs = new EnumMap<>(Component.class);
    private final List<String> problems = new ArrayList<>();

    private AdapterFile(Path path) {
        this.path = path;
    }

    /**
     * Maps a file or folder and puts the factors together.
     *
     * @param scale alpha / rank of a file that does not say; empty to refuse it, unless DeepGen's training wrote it
     * @throws WeightException naming the tensors that are no factors of an adapter or lack the other one
     * @throws ConfigException for variants of LoRA that compute something else
     */
    public static AdapterFile open(Path path, OptionalDouble scale) {
        AdapterFile file = new AdapterFile(path);
        try {
            file.readAll(scale);
            file.requireNoProblem();
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void readAll(OptionalDouble scale) {
        if (Files.isDirectory(path)) {
            readFolder(scale);
        } else if (Files.isRegularFile(path) && LoraFolder.isPeft(path)) {
            readPeft(path.toAbsolutePath().getParent());
        } else if (Files.isRegularFile(path) && path.toString().endsWith(".safetensors")) {
            readFile(path, scale);
        } else {
            throw new WeightException(path + ": expected adapters, a .safetensors file or a folder of PEFT or diffusers"
                    + (Files.exists(path) ? ", found another file" : "; nothing of this name exists"));
        }
        if (adapters.isEmpty() && problems.isEmpty()) {
            problems.add("no adapters in it");
        }
    }

    private void readFolder(OptionalDouble scale) {
        Path diffusers = LoraFolder.diffusers(path);
        boolean transformer = Files.isRegularFile(diffusers);
        if (!transformer || Files.exists(LoraFolder.configFile(path)) || Files.exists(LoraFolder.tensors(path))) {
            readPeft(path);
        }
        if (transformer) {
            readFile(diffusers, scale);
        }
    }

    private void readPeft(Path folder) {
        LoraConfig config = LoraFolder.config(folder);
        read.add(LoraFolder.configFile(folder));
        Safetensors file = map(LoraFolder.tensors(folder));
        add(factors(file).pairs(config.scale(), problems), _ -> Optional.of(config));
    }

    private void readFile(Path single, OptionalDouble scale) {
        Safetensors file = map(single);
        StoredAdapters factors = factors(file);
        OptionalDouble told = LoraMetadata.scale(file.metadata(), single.toString());
        OptionalDouble known = told.isPresent() ? told : factors.foreign() ? scale : OptionalDouble.of(DEEPGEN_SCALE);
        if (known.isEmpty()) {
            problems.add(
                    single.getFileName() + " does not say how strong its adapters are: give a strength, alpha / rank"
                            + " of their training (1 where alpha is the rank, as in diffusers' trainers)");
        }
        Optional<LoraConfig> transformer = LoraMetadata.transformer(file.metadata(), single.toString());
        add(
                factors.pairs(known.orElse(0), problems),
                component -> component == Component.TRANSFORMER ? transformer : Optional.empty());
    }

    private Safetensors map(Path tensors) {
        Safetensors file = Safetensors.open(tensors);
        files.add(file);
        read.add(tensors);
        return file;
    }

    private StoredAdapters factors(Safetensors file) {
        StoredAdapters factors = new StoredAdapters();
        for (String name : file.names()) {
            StoredTensor tensor = MappedTensor.of(file, name);
            AdapterName.parse(name)
                    .ifPresentOrElse(
                            factor -> {
                                if (factors.add(factor, tensor) != null) {
                                    problems.add(tensor.describe() + " is the second of its meaning");
                                }
                            },
                            () -> problems.add(tensor.describe() + " belongs to no adapter"));
        }
        return factors;
    }

    private void add(Map<Place, StoredAdapter> found, Function<Component, Optional<LoraConfig>> config) {
        found.forEach((place, adapter) -> {
            if (adapters.put(place, adapter) != null) {
                problems.add(place + " has two adapters, one is " + adapter.a().describe());
            }
            config.apply(place.component()).ifPresent(known -> configs.put(place.component(), known));
        });
    }

    private void requireNoProblem() {
        if (!problems.isEmpty()) {
            throw WeightException.of(path.toString(), problems);
        }
    }

    /**
     * Compares the adapters with a model.
     *
     * @param matrices by component shapes (out, in) of the weights that adapters may stand beside
     * @throws WeightException naming each adapter of a weight that is not among them, or of another shape
     */
    public void requireFit(Map<Component, Map<String, long[]>> matrices) {
        adapters.forEach((place, adapter) -> check(place, adapter, matrices.getOrDefault(place.component(), Map.of())));
        requireNoProblem();
    }

    private void check(Place place, StoredAdapter adapter, Map<String, long[]> matrices) {
        String name = place.name();
        long[] weight = matrices.get(name);
        if (weight == null) {
            if (place.component() != Component.VLM || !TensorNames.ignored(name)) { // the head, tied to the embedding
                problems.add("adapter of " + place + ", which the model does not have, or has no adapters for");
            }
            return;
        }
        if (adapter.embedding() != Lora.isEmbedding(name)) {
            problems.add(
                    "adapter of " + place + " expected " + (adapter.embedding() ? "a linear layer's" : "an embedding's")
                            + " factors, found " + adapter.a().describe());
        }
        long[] a = adapter.a().spec().shape();
        long[] b = adapter.b().spec().shape();
        LoraConfig config = configs.get(place.component());
        long rank = config == null ? a[0] : config.rank();
        long[] wantedA = {rank, adapter.embedding() ? weight[0] : weight[1]};
        long[] wantedB = {adapter.embedding() ? weight[1] : weight[0], rank};
        if (!Arrays.equals(a, wantedA) || !Arrays.equals(b, wantedB)) {
            problems.add("adapter of " + place + " expected A " + Arrays.toString(wantedA) + " and B "
                    + Arrays.toString(wantedB) + ", found " + Arrays.toString(a) + " and " + Arrays.toString(b));
        }
    }

    /** Adapters by the place of the weight they change; they read the mapped files. */
    public Map<Place, StoredAdapter> adapters() {
        return Collections.unmodifiableMap(adapters);
    }

    /** Rank and alpha of the components whose adapters say them. */
    Map<Component, LoraConfig> configs() {
        return Collections.unmodifiableMap(configs);
    }

    /** The mapped files of weights. */
    public List<Safetensors> files() {
        return Collections.unmodifiableList(files);
    }

    /** SHA-256 of the file; of a folder, of all its files that were read, one after another, PEFT's first. */
    public String sha256() {
        Digest digest = Digest.sha256();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        for (Path each : read) {
            try (FileChannel channel = FileChannel.open(each)) {
                while (channel.read(buffer.clear()) >= 0) {
                    digest.add(buffer.flip());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(each + ": cannot be read (" + e + ")", e);
            }
        }
        return digest.hex();
    }

    @Override
    public void close() {
        files.forEach(Safetensors::close);
    }
}
