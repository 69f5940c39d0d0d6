// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.pickle;

import io.github.deepgen4j.model.weights.MappedTensor;
import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.model.weights.pickle.TensorRecord.Storage;
import io.github.deepgen4j.model.weights.pickle.Unpickler.Dictionary;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code .pt} file: a dictionary of tensors, flat or under {@code state_dict}. The pickle is read, the storages stay
 * in the mapped file until a tensor is read. Closing unmaps it.
 */
public final class TorchFile implements AutoCloseable {
    private final TorchArchive archive;
    private final Dictionary root;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final List<String> others = new ArrayList<>();

    private TorchFile(TorchArchive archive) {
        this.archive = archive;
        MemorySegment pickle = archive.find("data.pkl");
        if (pickle.byteSize() > Unpickler.MAX_PICKLE) {
            throw new WeightException(
                    "data.pkl expected at most " + Unpickler.MAX_PICKLE + " bytes, found " + pickle.byteSize());
        }
        this.root = Unpickler.expect(Dictionary.class, Unpickler.read(pickle.toArray(ValueLayout.JAVA_BYTE)));
    }

    /**
     * Opens a file and checks every tensor's place in it.
     *
     * @throws WeightException for a file that is broken, hostile or not of {@code torch.save}
     */
    public static TorchFile open(Path path) {
        TorchFile file = openRaw(path);
        try {
            file.readTensors();
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Opens a file whose dictionary the caller reads. */
    static TorchFile openRaw(Path path) {
        TorchArchive archive = TorchArchive.open(path);
        try {
            return new TorchFile(archive);
        } catch (WeightException e) {
            archive.close();
            throw new WeightException(path + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    private void readTensors() {
        Dictionary dictionary = root;
        if (root.items.get("state_dict") instanceof Dictionary wrapped) {
            dictionary = wrapped;
            root.items.keySet().stream()
                    .filter(key -> !key.equals("state_dict"))
                    .forEach(key -> others.add(String.valueOf(key)));
        }
        dictionary.items.forEach((key, value) -> {
            if (key instanceof String name && value instanceof TensorRecord view) {
                tensors.put(name, tensor(name, view));
            } else {
                others.add(String.valueOf(key));
            }
        });
    }

    Path path() {
        return archive.path();
    }

    Dictionary root() {
        return root;
    }

    /** Tensors by stored name, in the order of the dictionary. */
    public Map<String, StoredTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Keys of the dictionary that hold something else than a tensor. */
    public List<String> others() {
        return Collections.unmodifiableList(others);
    }

    /** A view of a storage as a tensor of this name. */
    StoredTensor tensor(String name, TensorRecord view) {
        TensorSpec spec = new TensorSpec(name, view.storage().type(), view.shape());
        MemorySegment storage = storage(name, view.storage());
        if (!view.contiguous()) {
            return new StridedTensor(path().toString(), spec, storage, view);
        }
        long begin = view.offset() * spec.type().bytes();
        return new MappedTensor(path().toString(), spec, List.of(storage.asSlice(begin, spec.byteSize())));
    }

    private MemorySegment storage(String name, Storage storage) {
        MemorySegment data = archive.find("data/" + storage.key());
        long expected;
        try {
            expected =
                    Math.multiplyExact(storage.elements(), (long) storage.type().bytes());
        } catch (ArithmeticException e) {
            throw new WeightException(path() + ": " + name + " has a storage of more than 2^63 bytes", e);
        }
        if (data == null || data.byteSize() != expected) {
            throw new WeightException(path() + ": " + name + " expected " + expected + " bytes in data/" + storage.key()
                    + ", found " + (data == null ? "no such entry" : data.byteSize()));
        }
        return data;
    }

    @Override
    public void close() {
        archive.close();
    }
}
