// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.keys;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a server, in a file that is read again when it changes. A key is {@code dg_}, 8 characters of its id and
 * 64 random ones; the file has its SHA-256, which suffices for 256 random bits.
 */
public final class KeyRing {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final String PREFIX = "dg_";
    private static final int ID_BYTES = 4;
    private static final int SECRET_BYTES = 32;
    private static final String FORM = "dg_[0-9a-f]{8}[0-9a-f]{64}";

    private final Optional<Path> file;
    private List<Key> keys = List.of();
    private FileTime read = FileTime.fromMillis(0);

    private KeyRing(Optional<Path> file) {
        this.file = file;
    }

    /** No keys: whoever reaches the server may use it. */
    public static KeyRing none() {
        return new KeyRing(Optional.empty());
    }

    /**
     * The keys of a file.
     *
     * @throws ConfigException if it is there and cannot be read
     */
    public static KeyRing of(Path file) {
        var ring = new KeyRing(Optional.of(file));
        if (Files.exists(file)) {
            ring.keys = read(file);
            ring.read = modified(file);
        }
        return ring;
    }

    /** True if callers must show a key. */
    public boolean required() {
        return file.isPresent();
    }

    /** All keys, those that were revoked, too. */
    public synchronized List<Key> keys() {
        refresh();
        return keys;
    }

    /** The caller whose secret this is. */
    public Optional<Caller> find(String secret) {
        if (!secret.matches(FORM)) {
            return Optional.empty();
        }
        String id = secret.substring(PREFIX.length(), PREFIX.length() + 2 * ID_BYTES);
        byte[] sum = sum(secret).getBytes(StandardCharsets.US_ASCII);
        return keys().stream()
                .filter(key -> key.id().equals(id)
                        && MessageDigest.isEqual(sum, key.sha256().getBytes(StandardCharsets.US_ASCII)))
                .filter(Key::valid)
                .findFirst()
                .map(Key::caller);
    }

    /** The caller of a key by its id, if that opens anything. */
    public Optional<Caller> named(String id) {
        return keys().stream()
                .filter(key -> key.id().equals(id) && key.valid())
                .findFirst()
                .map(Key::caller);
    }

    private static String sum(String secret) {
        return Digest.sha256(secret.getBytes(StandardCharsets.US_ASCII));
    }

    /** The share of a key, 1 for one that is not there. */
    public double weight(String id) {
        return keys().stream()
                .filter(key -> key.id().equals(id))
                .mapToDouble(Key::weight)
                .findFirst()
                .orElse(1);
    }

    /** Most bytes of a key's pictures. */
    public long storage(String id) {
        return keys().stream()
                .filter(key -> key.id().equals(id))
                .mapToLong(key -> key.limits().storageBytes())
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** A damaged file keeps the keys that were read before. */
    private void refresh() {
        if (file.isEmpty() || !Files.exists(file.get()) || modified(file.get()).equals(read)) {
            return;
        }
        try {
            read = modified(file.get());
            keys = read(file.get());
        } catch (ConfigException e) {
            LOG.error("the keys stay as they were: {}", e.getMessage());
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static List<Key> read(Path file) {
        JsonNode json = JsonFile.object(file);
        List<Key> keys = new ArrayList<>();
        for (JsonNode key : json.path("keys")) {
            try {
                keys.add(Key.of(key));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new ConfigException(file + ": key " + (keys.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(keys);
    }

    // ---- changes ----

    /**
     * Makes a key.
     *
     * @return its secret, which nobody can say again
     */
    public synchronized String create(
            String name, Set<String> scopes, double weight, KeyLimits limits, Optional<Instant> expires) {
        String id = random(ID_BYTES);
        String secret = PREFIX + id + random(SECRET_BYTES);
        refresh();
        List<Key> all = new ArrayList<>(keys);
        all.add(new Key(id, name, sum(secret), scopes, weight, limits, Instant.now(), expires, false));
        write(all);
        return secret;
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /**
     * Gives a key another secret; its jobs, pictures, limits and counters stay, and the secret before opens nothing.
     *
     * @return the secret, which nobody can say again; empty if not exactly one key that opens has this id or name
     */
    public synchronized Optional<String> rotate(String idOrName) {
        refresh();
        List<Key> found = keys.stream()
                .filter(key -> matches(key, idOrName) && key.valid())
                .toList();
        if (found.size() != 1) {
            return Optional.empty();
        }
        Key before = found.getFirst();
        String secret = PREFIX + before.id() + random(SECRET_BYTES);
        write(keys.stream()
                .map(key -> key.equals(before) ? key.withSecret(sum(secret)) : key)
                .toList());
        return Optional.of(secret);
    }

    /** Lets a key open nothing any more; false if there is none of this id or name. */
    public synchronized boolean revoke(String idOrName) {
        refresh();
        boolean found = keys.stream().anyMatch(key -> matches(key, idOrName));
        write(keys.stream()
                .map(key -> matches(key, idOrName) ? key.revoked() : key)
                .toList());
        return found;
    }

    private static boolean matches(Key key, String idOrName) {
        return key.id().equals(idOrName) || key.name().equals(idOrName);
    }

    private void write(List<Key> all) {
        Path place = file.orElseThrow();
        JsonNode json =
                JsonNode.object().put("keys", all.stream().map(Key::json).toList());
        AtomicFile.write(place, Json.writePretty(json) + "\n");
        try {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{}: its permissions stay as they are", place);
        }
        keys = List.copyOf(all);
        read = modified(place);
    }
}
