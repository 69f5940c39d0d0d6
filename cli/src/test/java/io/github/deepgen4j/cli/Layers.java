// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static java.util.Map.entry;

import io.github.deepgen4j.cli.SourceTree.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The order of modules and packages: see docs/architecture.md. Each rule returns the lines that break it. */
final class Layers {
    static final String ROOT = "io.github.deepgen4j.";

    /** The modules that the code of a module may name, besides itself. */
    private static final Map<String, Set<String>> MODULES = Map.ofEntries(
            entry("tensor", Set.of()),
            entry("nano", Set.of()),
            entry("tables", Set.of()),
            entry("model", Set.of("tensor", "nano")),
            entry("hub", Set.of("model", "tensor")),
            entry("shapeworld", Set.of("model")),
            entry("icons", Set.of("shapeworld", "model")),
            entry("evaluation", Set.of("icons", "hub", "tables", "shapeworld", "model", "tensor")),
            entry("engines", Set.of("evaluation", "hub", "icons", "shapeworld", "model", "tensor")),
            entry("training", Set.of("evaluation", "hub", "icons", "tables", "shapeworld", "model", "tensor")),
            entry("bench", Set.of("training", "evaluation", "model", "tensor")),
            entry("server", Set.of("model")),
            entry("langchain4j", Set.of("model")),
            entry("spring", Set.of("server", "model", "tensor")),
            entry(
                    "cli",
                    Set.of(
                            "bench",
                            "server",
                            "engines",
                            "hub",
                            "training",
                            "evaluation",
                            "icons",
                            "shapeworld",
                            "model",
                            "nano",
                            "tensor")));

    /**
     * All packages, top down, as paths below {@link #ROOT}: a package may name those of the lines below its own. A new
     * package goes on the lowest line that is above all it names.
     */
    private static final String PLACES = """
        cli
        bench  langchain4j  spring
        server
        server.api  server.page
        server.audit  server.metrics
        server.queue
        server.engine  server.http  server.keys  server.policy  server.results
        training
        training.run
        training.config
        training.rl
        training.nano  training.rl.record  training.rl.reward
        training.rl.prompt
        training.objective
        training.cache
        training.data
        training.distributed  training.mlflow  training.yaml
        engines
        engines.clip  engines.detect  engines.http  engines.lpips  engines.ocr
        engines.onnx
        evaluation.overlap  evaluation.report
        evaluation.program  evaluation.run
        evaluation.benchmark.cvtg  evaluation.benchmark.dpg  evaluation.benchmark.geneval
        evaluation.benchmark.icons
        evaluation.benchmark.corebench  evaluation.benchmark.unigenbench  evaluation.benchmark.wise
        evaluation.benchmark.gedit  evaluation.benchmark.imgedit  evaluation.benchmark.uniredit
        evaluation.benchmark.rise  evaluation.benchmark.shapeworld
        evaluation.benchmark  evaluation.benchmark.edit
        evaluation.answer  evaluation.journal  evaluation.judge
        evaluation.data  evaluation.engine  evaluation.recognition  evaluation.statistics
        evaluation.task
        hub
        hub.retry
        icons
        icons.prompt  icons.scoring
        icons.task
        icons.scene
        icons.set
        shapeworld
        shapeworld.edit
        shapeworld.prompt  shapeworld.scoring
        shapeworld.task
        shapeworld.scene
        model.drawing
        model.pipeline
        model.checkpoint  model.convert  model.generation  model.memory
        model.components
        model.connector
        model.dit  model.qwen  model.vae
        model.layers  model.lora  model.sampling  model.weights.gguf  model.weights.pickle
        model.image  model.text  model.weights
        model.files  model.image.webp
        model.json
        tables
        tables.arrow
        tensor
        tensor.cache
        """;

    private static final Map<String, Integer> LINES = lines(PLACES);

    private Layers() {}

    private static Map<String, Integer> lines(String places) {
        var lines = new TreeMap<String, Integer>();
        for (String line : places.lines().toList()) {
            int number = lines.values().stream().mapToInt(n -> n + 1).max().orElse(0);
            for (String place : line.strip().split(" +")) {
                if (lines.put(ROOT + place, number) != null) {
                    throw new IllegalStateException(place + " stands twice in Layers.PLACES");
                }
            }
        }
        return lines;
    }

    static List<String> upwardModules(SourceTree tree) {
        return offences(tree, (file, used) -> {
            String module = module(used);
            return !module.equals(file.module())
                    && !MODULES.getOrDefault(file.module(), Set.of()).contains(module);
        });
    }

    /** Also excludes every cycle: in any order, one arrow of a cycle points up. */
    static List<String> upwardPackages(SourceTree tree) {
        return tree.files().stream()
                .flatMap(file -> file.uses().stream()
                        .filter(used -> LINES.containsKey(used) && LINES.containsKey(file.inPackage()))
                        .filter(used -> LINES.get(used) <= LINES.get(file.inPackage()))
                        .map(used -> "%s names %s, which is not below %s in Layers.PLACES"
                                .formatted(file.name(), used, file.inPackage())))
                .toList();
    }

    static List<String> packagesWithoutPlace(SourceTree tree) {
        return tree.files().stream()
                .map(SourceFile::inPackage)
                .filter(name -> !LINES.containsKey(name))
                .distinct()
                .map(name -> name + " has no place: add it to Layers.PLACES")
                .toList();
    }

    static List<String> placesWithoutPackage(SourceTree tree) {
        var present = tree.files().stream().map(SourceFile::inPackage).toList();
        return LINES.keySet().stream()
                .filter(name -> !present.contains(name))
                .map(name -> name + " does not exist: remove it from Layers.PLACES")
                .toList();
    }

    static List<String> foreignPackages(SourceTree tree) {
        return tree.files().stream()
                .filter(file -> !(file.inPackage() + ".").startsWith(ROOT + file.module() + "."))
                .map(file -> file.name() + " is in package " + file.inPackage())
                .toList();
    }

    static List<String> javaCppOutsideTensor(SourceTree tree) {
        return tree.files().stream()
                .filter(file -> !file.module().equals("tensor"))
                .flatMap(file -> file.uses().stream()
                        .filter(used -> used.startsWith("org.bytedeco"))
                        .map(used -> file.name() + " uses " + used))
                .toList();
    }

    private interface Rule {
        boolean brokenBy(SourceFile file, String used);
    }

    private static List<String> offences(SourceTree tree, Rule rule) {
        var lines = new ArrayList<String>();
        for (SourceFile file : tree.files()) {
            for (String used : file.uses()) {
                if (used.startsWith(ROOT) && rule.brokenBy(file, used)) {
                    lines.add(file.name() + " uses " + used);
                }
            }
        }
        return lines;
    }

    private static String module(String name) {
        return name.substring(ROOT.length()).split("\\.")[0];
    }
}
