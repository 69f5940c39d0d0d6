// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.model.files.Digest;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A short name for the weights of a model: a SHA-256 over name, type, shape and first 4 KiB of every tensor, so that it
 * is known in a moment at any size. It tells checkpoints apart; it does not prove that one is intact.
 */
public final class Fingerprint {
    /** Bytes of a tensor that are looked at, from its beginning. */
    public static final long BYTES_OF_A_TENSOR = 4096;

    private static final int SHOWN_DIGITS = 16;

    private final Digest digest = Digest.sha256();

    /** Takes one component in; the order of components matters, that of files and tensors does not. */
    public void add(ComponentFiles files) {
        new TreeMap<>(files.tensors()).forEach((name, stored) -> add(name, stored.entry()));
    }

    /** Takes one file in, of adapters beside a component. */
    public void add(Safetensors file) {
        file.names().stream().sorted().forEach(name -> add(name, file.entry(name)));
    }

    private void add(String name, Safetensors.Entry entry) {
        digest.add(name + " " + entry.spec().describe() + "\n");
        MemorySegment data = entry.data();
        digest.add(data.asSlice(0, Math.min(data.byteSize(), BYTES_OF_A_TENSOR)).asByteBuffer());
    }

    /** The name of weights with others beside them; without others their own. */
    public static String beside(String weights, List<String> others) {
        return others.isEmpty()
                ? weights
                : Digest.sha256((weights + "\n" + String.join("\n", others)).getBytes(StandardCharsets.UTF_8))
                        .substring(0, SHOWN_DIGITS);
    }

    /** Adapters as they stand beside weights in {@link #beside}; at strength 0 they are not there. */
    public static Optional<String> adapter(String sha256, double strength) {
        return strength == 0 ? Optional.empty() : Optional.of(sha256 + " " + strength);
    }

    /** 16 hexadecimal digits; ends the sum. */
    public String text() {
        return digest.hex().substring(0, SHOWN_DIGITS);
    }
}
