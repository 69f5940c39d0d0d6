// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.lora.AdapterFile;
import io.github.deepgen4j.model.lora.AdapterName;
import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.model.lora.LoraMetadata;
import io.github.deepgen4j.model.lora.StoredAdapter;
import io.github.deepgen4j.model.lora.StoredAdapters;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.Int8Rules;
import io.github.deepgen4j.model.weights.MappedTensor;
import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.ReleasedFolder;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorNames;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.model.weights.gguf.GgufFile;
import io.github.deepgen4j.model.weights.pickle.TorchFile;
import io.github.deepgen4j.model.weights.pickle.ZeroFolder;
import io.github.deepgen4j.tensor.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One checkpoint given to a conversion, whatever its format: its tensors by place. Closing unmaps its files. */
final class Source implements AutoCloseable {
    private final Path path;
    private final OptionalDouble loraScale;
    private final List<AutoCloseable> files = new ArrayList<>();
    private final Map<Place, StoredTensor> weights = new LinkedHashMap<>();
    private final Map<Place, StoredAdapter> adapters = new LinkedHashMap<>();
    private StoredAdapters factors = new StoredAdapters(); // not yet put together
    private final List<String> ignored = new ArrayList<>();
    private final Map<String, StoredTensor> strangers = new LinkedHashMap<>(); // of no component
    private final List<String> problems = new ArrayList<>();

    private Source(Path path, OptionalDouble loraScale) {
        this.path = path;
        this.loraScale = loraScale;
    }

    /**
     * Opens a checkpoint and sorts its tensors.
     *
     * @param loraScale alpha / rank of adapters whose file does not say; where it is empty, DeepGen 1.0's for files in
     *     the names of its training, and a refusal for others
     * @throws WeightException for an unknown format, or listing every tensor that belongs nowhere
     */
    static Source open(Path path, OptionalDouble loraScale) {
        Source source = new Source(path, loraScale);
        try {
            source.readAll();
            source.reportStrangers();
            if (!source.problems.isEmpty()) {
                throw WeightException.of(path.toString(), source.problems);
            }
            return source;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private void readAll() {
        String name = path.getFileName().toString();
        if (Files.isRegularFile(path) && name.endsWith(".safetensors")) {
            Safetensors file = open(Safetensors.open(path));
            file.names().forEach(stored -> add(stored, MappedTensor.of(file, stored)));
            pairScales();
            pairAdapters(LoraMetadata.scale(file.metadata(), path.toString()));
            return;
        } else if (Files.isRegularFile(path) && name.endsWith(".gguf")) {
            readGguf(open(GgufFile.open(path)));
        } else if (Files.isRegularFile(path)) {
            TorchFile file = open(TorchFile.open(path));
            file.tensors().forEach(this::add);
            file.others().forEach(key -> ignored.add(path + ": " + key + " (no tensor)"));
        } else if (ZeroFolder.is(path)) {
            open(ZeroFolder.open(path)).tensors().forEach(this::add);
        } else if (LoraFolder.is(path)) {
            readAdapter(path);
            return;
        } else if (isReleased()) {
            for (Component component : Component.values()) {
                readComponent(component, path.resolve(component.folder()));
            }
            if (LoraFolder.is(path.resolve(ReleasedFolder.LORA))) {
                readAdapter(path.resolve(ReleasedFolder.LORA));
            }
        } else if (ModelZoo.is(path)) {
            ModelZoo.WEIGHTS.forEach((component, folder) -> readComponent(component, path.resolve(folder)));
        } else {
            throw new WeightException(
                    path + ": expected a .pt, .safetensors or .gguf file, a folder in the released layout"
                         + " (model_index.json), a ZeRO-2 folder, a PEFT adapter (adapter_config.json) or a folder of"
                         + " base models" + (Files.exists(path) ? "" : "; nothing of this name exists"));
        }
        pairScales();
        pairAdapters(OptionalDouble.empty());
    }

    /** Matrices in int8 are two tensors of the files, and one of the model. */
    private void pairScales() {
        for (Place place : List.copyOf(weights.keySet())) {
            StoredTensor values = weights.get(place);
            if (values.spec().type() == DType.I8) {
                StoredTensor scales = weights.remove(new Place(place.component(), place.name() + Int8Rules.SCALE));
                if (scales == null || !Int8Weight.fits(values, scales)) {
                    problems.add(values.describe() + " expected " + Int8Rules.SCALE + " F32, one for each row, found "
                            + (scales == null ? "none" : scales.spec()));
                } else {
                    weights.put(place, new Int8Weight(values, scales));
                }
            }
        }
    }

    private void readGguf(GgufFile file) {
        new GgufNames(
                        file.tensors(),
                        this::add,
                        strangers::put,
                        (tensor, what) -> ignored.add(tensor.describe() + " (" + what + ")"))
                .sort();
    }

    private <T extends AutoCloseable> T open(T file) {
        files.add(file);
        return file;
    }

    private boolean isReleased() {
        return Files.isRegularFile(path.resolve("model_index.json"));
    }

    private void readComponent(Component component, Path folder) {
        ComponentFiles stored = open(ComponentFiles.open(folder));
        for (Safetensors file : stored.files()) {
            for (String name : file.names()) {
                add(new Place(component, TensorNames.canonical(name)), MappedTensor.of(file, name));
            }
        }
    }

    private void readAdapter(Path folder) {
        open(AdapterFile.open(folder, loraScale)).adapters().forEach((place, adapter) -> {
            if (place.component() == Component.VLM && TensorNames.ignored(place.name())) {
                ignored.add(adapter.a().describe() + " (the output head: no stage computes it)");
            } else {
                adapters.put(place, adapter);
            }
        });
    }

    private void add(String stored, StoredTensor tensor) {
        TensorNames.fromNative(stored)
                .ifPresentOrElse(place -> add(place, tensor), () -> strangers.put(stored, tensor));
    }

    private void reportStrangers() {
        TensorNames.strangePrefix(
                        strangers.keySet(), name -> TensorNames.fromNative(name).isPresent())
                .ifPresentOrElse(
                        prefix -> problems.add("the names of " + strangers.size() + " tensors begin with '" + prefix
                                + "', which no known writer puts there; expected "
                                + strangers.keySet().iterator().next().substring(prefix.length())),
                        () -> strangers.values().forEach(tensor -> problems.add("unexpected " + tensor.describe())));
    }

    private void add(Place place, StoredTensor tensor) {
        Optional<AdapterName> factor = AdapterName.of(place);
        Place weight = factor.map(AdapterName::weight).orElse(place);
        if (weight.component() == Component.VLM && TensorNames.ignored(weight.name())) {
            ignored.add(tensor.describe()
                    + " (the output head: no stage computes it, and the written configuration ties it)");
            return;
        }
        StoredTensor before = factor.isPresent() ? factors.add(factor.get(), tensor) : weights.put(place, tensor);
        if (before != null) {
            problems.add(place + ": twice, as " + before.spec().name() + " and as "
                    + tensor.spec().name());
        }
    }

    /** @param told by the file */
    private void pairAdapters(OptionalDouble told) {
        OptionalDouble scale = told.isPresent() ? told : loraScale;
        if (scale.isEmpty() && factors.foreign()) {
            problems.add("the file does not say how strong its adapters are; give --lora-scale, alpha / rank of their"
                    + " training (1 where alpha is the rank, as in diffusers' trainers)");
        }
        adapters.putAll(factors.pairs(scale.orElse(ConversionOptions.DEEPGEN_LORA_SCALE), problems));
        factors = new StoredAdapters();
    }

    Path path() {
        return path;
    }

    /** Tensors by place, without adapters. */
    Map<Place, StoredTensor> weights() {
        return weights;
    }

    /** Adapters by the place of the weight they change. */
    Map<Place, StoredAdapter> adapters() {
        return adapters;
    }

    /** Contents of the files that mean nothing here, for the report. */
    List<String> ignored() {
        return ignored;
    }

    /** True when this source has the configurations of a whole model. */
    boolean isModel() {
        return Files.isDirectory(path) && (isReleased() || ModelZoo.is(path));
    }

    @Override
    public void close() {
        for (AutoCloseable file : files) {
            try {
                file.close();
            } catch (Exception e) {
                throw new WeightException(path + ": cannot be closed (" + e + ")", e);
            }
        }
    }
}
