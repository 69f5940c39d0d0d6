// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.components.LoraTargets;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.model.text.Tokenizer;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.InitialValues;
import io.github.deepgen4j.model.weights.Initialiser;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.ReleasedFolder;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.TensorNames;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A check that a checkpoint folder is intact: its configuration, the structure of its weight files, their sums and
 * their values. Every file is read once, from front to back, several at a time.
 */
public final class Verification {
    private static final String WEIGHTS = ".safetensors";
    private static final int DEEPEST = 4; // folders below the model's

    private final Path folder;
    private final Optional<FileSums> expected;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, FileScan> scans = new LinkedHashMap<>();
    private final Map<Component, Manifest> manifests = new EnumMap<>(Component.class);
    private Initialiser initialiser = (_, _, _) -> InitialValues.ZERO;

    private Verification(Path folder, Optional<FileSums> expected) {
        this.folder = folder;
        this.expected = expected;
    }

    /**
     * Checks a folder.
     *
     * @param expected sums that its files must have; empty to compare with the release where some file is the release's
     * @param started told the number of bytes that will be read, before the first
     * @param read told the number of bytes after each part, from several threads
     * @param cancelled asked after each part; true ends with {@link CancelledException}
     */
    public static Verification of(
            Path folder,
            Optional<FileSums> expected,
            LongConsumer started,
            LongConsumer read,
            BooleanSupplier cancelled) {
        ModelConfig.requireFolder(folder);
        Verification verification = new Verification(folder, expected);
        verification.structure();
        verification.scan(started, bytes -> {
            if (cancelled.getAsBoolean()) {
                throw new CancelledException();
            }
            read.accept(bytes);
        });
        verification.sums();
        List.of(Component.values()).forEach(verification::values);
        return verification;
    }

    /** Everything found, in the order of the checks. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    public boolean damaged() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.DAMAGE);
    }

    /** The sums of all files that were read. */
    public FileSums found() {
        Map<String, String> sums = new LinkedHashMap<>();
        scans.forEach((file, scan) -> sums.put(file, scan.sha()));
        return new FileSums(folder.toString(), sums);
    }

    private void structure() {
        int vocabulary = Integer.MAX_VALUE;
        try {
            ModelConfig config = ModelConfig.read(folder);
            vocabulary = config.vlm().vocabulary();
            manifests.putAll(config.manifests());
            initialiser = NewCheckpoint.initialiser(folder);
            ModelConfig.unknownFields(folder)
                    .forEach(field -> findings.add(Finding.suspicious("configuration", field)));
        } catch (ConfigException e) {
            findings.add(Finding.damage("configuration", e.getMessage()));
        }
        try (Tokenizer tokenizer = Tokenizer.open(folder.resolve("tokenizer"))) {
            tokenizer.requireWithin(vocabulary);
        } catch (ConfigException e) {
            findings.add(Finding.damage("tokenizer", e.getMessage()));
        }
        adapters(folder.resolve(ReleasedFolder.LORA));
        for (Component component : Component.values()) {
            component(component);
        }
        others();
    }

    private void others() {
        for (String file : files()) {
            Path path = folder.resolve(file);
            if (findings.stream().noneMatch(finding -> finding.what().contains(path.toString()))) {
                OtherFiles.fault(path).ifPresent(fault -> findings.add(Finding.damage(file, fault)));
            }
        }
    }

    private void adapters(Path lora) {
        if (LoraFolder.exists(lora) && manifests.keySet().containsAll(LoraTargets.COMPONENTS)) {
            try {
                LoraFolder.read(lora, LoraTargets.matrices(manifests::get)).close();
            } catch (WeightException | ConfigException e) {
                findings.add(Finding.damage("lora", e.getMessage()));
            }
        }
    }

    private void component(Component component) {
        String name = component.folder();
        try (ComponentFiles files = ComponentFiles.open(folder.resolve(name))) {
            if (manifests.containsKey(component)) {
                files.differences(manifests.get(component)).forEach(d -> findings.add(Finding.damage(name, d)));
            }
            List<Path> known = files.files().stream().map(Safetensors::path).toList();
            for (String file : weightFiles(name)) {
                if (!known.contains(folder.resolve(file))) {
                    findings.add(Finding.suspicious(file, "belongs to no component of the model"));
                }
            }
        } catch (WeightException e) {
            e.problems().forEach(problem -> findings.add(Finding.damage(name, problem)));
        }
    }

    private List<String> weightFiles(String component) {
        if (!Files.isDirectory(folder.resolve(component))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve(component))) {
            return files.map(file -> component + "/" + file.getFileName())
                    .filter(file -> file.endsWith(WEIGHTS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(component) + ": cannot be listed", e);
        }
    }

    private void scan(LongConsumer started, LongConsumer read) {
        TreeSet<String> files = new TreeSet<>();
        files().stream()
                .filter(file -> Files.isRegularFile(folder.resolve(file)))
                .forEach(files::add);
        started.accept(files.stream().mapToLong(this::size).sum());
        int threads = Runtime.getRuntime().availableProcessors();
        Map<String, Future<FileScan>> running = new LinkedHashMap<>();
        try (ExecutorService readers = Executors.newFixedThreadPool(threads);
                ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            for (String file : files) {
                running.put(
                        file, readers.submit(() -> FileScan.of(folder.resolve(file), tensors(file), workers, read)));
            }
            for (Map.Entry<String, Future<FileScan>> entry : running.entrySet()) {
                collect(entry.getKey(), entry.getValue());
            }
        }
    }

    /** All files of the folder but hidden ones, as a manifest names them; pipes and links to nothing included. */
    private List<String> files() {
        try (Stream<Path> files = Files.find(folder, DEEPEST, (_, attributes) -> !attributes.isDirectory())) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !file.startsWith(".") && !file.contains("/."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed", e);
        }
    }

    private long size(String file) {
        try {
            return Files.size(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(file) + ": cannot be read", e);
        }
    }

    /** The places of a file's tensors; none if it is broken, which {@link #structure} has reported. */
    private Map<String, Safetensors.Entry> tensors(String file) {
        if (!file.endsWith(WEIGHTS)) {
            return Map.of();
        }
        try (Safetensors open = Safetensors.open(folder.resolve(file))) {
            return new LinkedHashMap<>(open.entries());
        } catch (WeightException e) {
            return Map.of();
        }
    }

    private void collect(String file, Future<FileScan> running) {
        try {
            scans.put(file, running.get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof CompletionException c ? c.getCause() : e.getCause();
            if (cause instanceof CancelledException cancelled) {
                throw cancelled;
            }
            // a file on a failing disk: the fault surfaces wherever the mapped page is touched
            findings.add(Finding.damage(file, "cannot be read: " + cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
    }

    private void sums() {
        FileSums sums = expected.orElse(FileSums.RELEASED);
        if (expected.isEmpty() && scans.keySet().stream().noneMatch(this::released)) {
            return; // another model
        }
        sums.sha256().forEach((file, sum) -> {
            FileScan scan = scans.get(file);
            if (scan == null) {
                findings.add(Finding.damage(file, "named by " + sums.source() + " but absent or unreadable"));
            } else if (!scan.sha().equals(sum)) {
                findings.add(Finding.damage(
                        file, "SHA-256 expected " + sum + " by " + sums.source() + ", found " + scan.sha()));
            }
        });
        scans.keySet().stream()
                .filter(file -> !sums.sha256().containsKey(file) && !file.equals(sums.source()))
                .filter(file -> sums != FileSums.RELEASED || file.endsWith(WEIGHTS)) // whose sums are those of weights
                .forEach(file -> findings.add(Finding.suspicious(file, "is not named by " + sums.source())));
    }

    private boolean released(String file) {
        return scans.containsKey(file)
                && scans.get(file).sha().equals(FileSums.RELEASED.sha256().get(file));
    }

    private void values(Component component) {
        List<ScannedTensor> tensors = new ArrayList<>();
        List<ValueCheck.FileRuns> runs = new ArrayList<>();
        Map<String, long[]> shapes =
                manifests.containsKey(component) ? manifests.get(component).shapes() : Map.of();
        for (String file : weightFiles(component.folder())) {
            if (!scans.containsKey(file) || released(file)) {
                continue; // what the release holds is right by definition
            }
            FileScan scan = scans.get(file);
            runs.add(new ValueCheck.FileRuns(file, scan.runs()));
            tensors(file).forEach((stored, entry) -> {
                if (scan.statistics().containsKey(stored)) {
                    tensors.add(scanned(file, stored, entry, scan.statistics().get(stored), shapes));
                }
            });
        }
        findings.addAll(ValueCheck.of(component.folder(), tensors, runs));
    }

    /**
     * The values of a fresh tensor; of one that does not belong here, which {@link #structure} lists, nothing is
     * known.
     */
    private InitialValues expected(String name, TensorSpec spec, Map<String, long[]> shapes) {
        return Arrays.equals(shapes.get(name), spec.shape())
                ? initialiser.rule(name, spec.shape(), Initialiser.fanIn(name, spec.shape(), shapes))
                : null;
    }

    private ScannedTensor scanned(
            String file,
            String stored,
            Safetensors.Entry entry,
            TensorStatistics statistics,
            Map<String, long[]> shapes) {
        String name = TensorNames.canonical(stored);
        TensorSpec spec = entry.spec();
        return new ScannedTensor(
                file,
                name,
                spec.shape(),
                entry.offset(),
                entry.offset() + spec.byteSize(),
                statistics,
                expected(name, spec, shapes));
    }
}
