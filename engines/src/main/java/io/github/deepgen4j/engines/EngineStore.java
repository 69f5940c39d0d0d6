// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines;

import io.github.deepgen4j.engines.onnx.Description;
import io.github.deepgen4j.engines.onnx.FileSum;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.AtomicFolder;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.files.FileReason;
import io.github.deepgen4j.model.files.FileStart;
import io.github.deepgen4j.tensor.cache.CacheFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The engines that a user has added: folders with {@code engine.json}, by name, in the folder of caches. */
public final class EngineStore {
    /** Engines whose files carry no description; they are known by their checksums. */
    private static final List<String> KNOWN = List.of("pp-ocrv4.json", "nanodet.json");

    private static final int DEEPEST = 8;

    private final Path folder;

    /** A store in a folder, which need not be there yet. */
    public EngineStore(Path folder) {
        this.folder = folder;
    }

    /** The store of this user. */
    public static EngineStore ofUser() {
        return new EngineStore(CacheFolder.ofProcess().path().resolve("engines"));
    }

    /**
     * An engine in the store.
     *
     * @param name under which the command line finds it
     */
    public record Installed(EngineKind kind, String name, Path folder) {}

    /** All engines, by name. Folders whose description cannot be read are left out. */
    public List<Installed> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.sorted().flatMap(one -> installed(one).stream()).toList();
        } catch (IOException e) {
            throw new EngineException(folder + ": cannot be listed (" + FileReason.of(e) + ")", e);
        }
    }

    private static Optional<Installed> installed(Path one) {
        try {
            EngineKind kind =
                    EngineKind.of(ConfigFile.read(one.resolve(Description.FILE)).text("kind", ""));
            return Optional.of(new Installed(kind, one.getFileName().toString(), one));
        } catch (RuntimeException e) {
            return Optional.empty(); // whoever opens it by its name is told why
        }
    }

    /** The folder of an engine; empty if there is none of this name. */
    public Optional<Path> find(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")
                ? Optional.of(folder.resolve(name)).filter(Files::isDirectory)
                : Optional.empty();
    }

    /**
     * Copies an engine into the store and takes the place of one with its name.
     *
     * @param source an ONNX file, or a folder, zip or jar with the files of an engine: with {@code engine.json}, or
     *     with files that are known by their checksums
     * @throws EngineException if it is no engine of this kind, or its files are not those that it names
     */
    public Installed add(EngineKind kind, Path source) {
        FileStart.fault(source, FileStart.ZIP)
                .filter(_ -> !Files.isDirectory(source))
                .ifPresent(fault -> {
                    throw new EngineException(source + ": " + fault);
                });
        try {
            if (Files.isDirectory(source)) {
                return addFiles(kind, source, files(source));
            }
            if (source.toString().endsWith(".onnx")) {
                return addFiles(kind, source, List.of(source));
            }
            try (FileSystem archive = FileSystems.newFileSystem(source)) {
                return addFiles(kind, source, files(archive.getPath("/")));
            }
        } catch (java.nio.file.ProviderNotFoundException | java.util.zip.ZipException e) {
            throw new EngineException(source + ": expected a folder, an .onnx file, a zip or a jar", e);
        } catch (IOException | UncheckedIOException e) {
            throw new EngineException(source + ": cannot be added (" + e + ")", e);
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root, DEEPEST)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private Installed addFiles(EngineKind kind, Path source, List<Path> files) throws IOException {
        for (Path file : files) {
            if (file.getFileName().toString().equals(Description.FILE)) {
                String text = Files.readString(file);
                return install(kind, source, text, beside(file, ConfigFile.of(text, file.toString())));
            }
        }
        Map<String, Path> sums = new LinkedHashMap<>();
        for (Path file : files) {
            if (!file.toString().endsWith(".class")) {
                sums.put(FileSum.sha256(file), file);
            }
        }
        List<String> others = new ArrayList<>();
        for (String known : KNOWN) {
            String text = resource(known);
            ConfigFile config = ConfigFile.of(text, known);
            if (sums.keySet().containsAll(wanted(config).values())) {
                if (config.text("kind", "").equals(kind.word())) {
                    Map<String, Path> roles = new LinkedHashMap<>();
                    wanted(config).forEach((role, sum) -> roles.put(role, sums.get(sum)));
                    return install(kind, source, text, roles);
                }
                others.add(config.text("kind", "") + " (" + config.text("name", "") + ")");
            }
        }
        throw new EngineException(source + ": expected an engine of the kind " + kind.word()
                + (others.isEmpty() ? "" : ", found one of the kind " + String.join(", ", others))
                + "; without engine.json only " + String.join(", ", KNOWN).replace(".json", "")
                + " are known, by their sha256 (docs/evaluation.md, Engines)");
    }

    /** Checksums by role. */
    private static Map<String, String> wanted(ConfigFile config) {
        ConfigFile sums = config.section("sha256");
        Map<String, String> wanted = new LinkedHashMap<>();
        sums.fields().forEach(role -> wanted.put(role, sums.text(role, "")));
        return wanted;
    }

    /** The files that a description names, each a field whose value is the name of a file beside it. */
    private static Map<String, Path> beside(Path description, ConfigFile config) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String field : config.fields()) {
            String value = config.json(field);
            if (value.matches("\"[^\"/\\\\]+[.](onnx|txt|json)\"")) {
                files.put(field, description.resolveSibling(value.substring(1, value.length() - 1)));
            }
        }
        return files;
    }

    private Installed install(EngineKind kind, Path source, String text, Map<String, Path> files) throws IOException {
        ConfigFile config = ConfigFile.of(text, source + " " + Description.FILE);
        String name = config.text("name", "");
        if (!config.text("kind", "").equals(kind.word())) {
            throw new EngineException("%s: expected an engine of the kind %s, found '%s'"
                    .formatted(source, kind.word(), config.text("kind", "")));
        }
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw config.error("field 'name' expected letters, digits, '.', '_' and '-', found '" + name + "'");
        }
        Files.createDirectories(folder);
        Path target = folder.resolve(name);
        try (AtomicFolder fresh = AtomicFolder.replacing(target, "." + name + ".adding")) {
            for (var file : files.entrySet()) {
                Path from = file.getValue();
                String wanted = config.has("sha256") ? config.section("sha256").text(file.getKey(), "") : "";
                if (!Files.isRegularFile(from)) {
                    throw new EngineException(source + ": expected " + from.getFileName()
                            + ", which its engine.json names" + " as " + file.getKey() + "; it is not there");
                }
                String found = FileSum.sha256(from);
                if (!wanted.isEmpty() && !wanted.equals(found)) {
                    throw new EngineException("%s: %s expected sha256 %s, found %s; fetch it again"
                            .formatted(source, from.getFileName(), wanted, found));
                }
                AtomicFile.copy(from, fresh.path().resolve(config.text(file.getKey(), "")));
            }
            AtomicFile.write(fresh.path().resolve(Description.FILE), text);
            fresh.commit();
        }
        return new Installed(kind, name, target);
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = EngineStore.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
