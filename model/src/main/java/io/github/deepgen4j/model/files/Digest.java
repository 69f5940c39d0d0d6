// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A checksum in the making. Reading the result ends it. */
public final class Digest {
    private final MessageDigest sum;

    private Digest(String algorithm) {
        try {
            this.sum = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    public static Digest sha256() {
        return new Digest("SHA-256");
    }

    /** The digest by which git names its objects. */
    public static Digest sha1() {
        return new Digest("SHA-1");
    }

    /** SHA-256 of some bytes as 64 hexadecimal digits. */
    public static String sha256(byte[] content) {
        return sha256().add(content).hex();
    }

    /** Takes in all bytes. */
    public Digest add(byte[] bytes) {
        sum.update(bytes);
        return this;
    }

    /** Takes in the remaining bytes of a buffer. */
    public Digest add(ByteBuffer bytes) {
        sum.update(bytes);
        return this;
    }

    /** Takes in a text as UTF-8. */
    public Digest add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The sum: 32 bytes of SHA-256, 20 of SHA-1. */
    public byte[] bytes() {
        return sum.digest();
    }

    /** The sum in lower-case hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }
}
