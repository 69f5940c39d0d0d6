// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * A short name for the weights of a model: a SHA-256 over name, type, shape and first 4 KiB of every tensor, so that it
 * is known in a moment at any size. It tells checkpoints apart; it does not prove that one is intact.
 */
public final class Fingerprint {
    private static final long BYTES_OF_A_TENSOR = 4096;
    private static final int SHOWN_BYTES = 8;

    private final MessageDigest digest;

    public Fingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Takes one component in; the order of components matters, that of files and tensors does not. */
    public void add(ComponentFiles files) {
        new TreeMap<>(files.tensors()).forEach((name, stored) -> add(name, stored.entry()));
    }

    /** Takes one file in, of adapters beside a component. */
    public void add(Safetensors file) {
        file.names().stream().sorted().forEach(name -> add(name, file.entry(name)));
    }

    private void add(String name, Safetensors.Entry entry) {
        digest.update((name + " " + entry.spec().describe() + "\n").getBytes(StandardCharsets.UTF_8));
        MemorySegment data = entry.data();
        digest.update(
                data.asSlice(0, Math.min(data.byteSize(), BYTES_OF_A_TENSOR)).asByteBuffer());
    }

    /** 16 hexadecimal digits; ends the sum. */
    public String text() {
        return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
    }
}
