// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.cli.SourceTree.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What may use what: see docs/architecture.md. Each rule returns the lines that break it. */
final class Layers {
    static final String ROOT = "io.github.deepgen4j.";

    /** Which modules the code of a module may name, besides itself. */
    private static final Map<String, Set<String>> MODULES = Map.of(
            "tensor", Set.of(),
            "nano", Set.of(),
            "model", Set.of("tensor", "nano"),
            "hub", Set.of("model"),
            "shapeworld", Set.of("model"),
            "evaluation", Set.of("shapeworld", "model", "tensor"),
            "training", Set.of("evaluation", "shapeworld", "model", "tensor"),
            "bench", Set.of("training", "model", "tensor"),
            "cli", Set.of("bench", "hub", "training", "evaluation", "shapeworld", "model", "nano", "tensor"));

    /** Height of the packages inside {@code model}: a package may name those of its own height and lower ones. */
    private static final Map<String, Integer> MODEL_HEIGHT = Map.ofEntries(
            Map.entry("files", 0),
            Map.entry("weights", 1),
            Map.entry("image", 1),
            Map.entry("text", 1),
            Map.entry("layers", 2),
            Map.entry("sampling", 2),
            Map.entry("lora", 3),
            Map.entry("qwen", 3),
            Map.entry("connector", 3),
            Map.entry("dit", 3),
            Map.entry("vae", 3),
            Map.entry("components", 4),
            Map.entry("memory", 5),
            Map.entry("generation", 5),
            Map.entry("checkpoint", 5),
            Map.entry("convert", 5),
            Map.entry("pipeline", 6));

    private Layers() {}

    static List<String> upwardModules(SourceTree tree) {
        return offences(tree, (file, used) -> {
            String module = module(used);
            return !module.equals(file.module())
                    && !MODULES.getOrDefault(file.module(), Set.of()).contains(module);
        });
    }

    static List<String> upwardModelPackages(SourceTree tree) {
        return offences(
                tree,
                (file, used) -> file.module().equals("model")
                        && module(used).equals("model")
                        && height(used) > height(file.inPackage()));
    }

    static List<String> packagesOfModelWithoutHeight(SourceTree tree) {
        return tree.files().stream()
                .filter(file -> file.module().equals("model"))
                .map(SourceFile::inPackage)
                .filter(name -> !MODEL_HEIGHT.containsKey(child(name)))
                .distinct()
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

    /** Groups of packages that reach each other, one line each. */
    static List<String> cycles(SourceTree tree) {
        Map<String, Set<String>> graph = new TreeMap<>();
        for (SourceFile file : tree.files()) {
            graph.computeIfAbsent(file.inPackage(), _ -> new TreeSet<>()).addAll(file.uses());
        }
        var reachable = new TreeMap<String, Set<String>>();
        graph.keySet().forEach(name -> reachable.put(name, reachableFrom(name, graph)));
        var groups = new TreeSet<String>();
        reachable.forEach((name, targets) -> {
            if (targets.contains(name)) {
                groups.add(String.join(
                        " <-> ",
                        targets.stream()
                                .filter(other ->
                                        reachable.getOrDefault(other, Set.of()).contains(name))
                                .toList()));
            }
        });
        return List.copyOf(groups);
    }

    private static Set<String> reachableFrom(String start, Map<String, Set<String>> graph) {
        var seen = new TreeSet<String>();
        var open = new ArrayList<>(graph.get(start));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (seen.add(next)) {
                open.addAll(graph.getOrDefault(next, Set.of()));
            }
        }
        return seen;
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

    private static String child(String name) {
        String[] parts = name.substring(ROOT.length()).split("\\.");
        return parts.length > 1 ? parts[1] : "";
    }

    private static int height(String name) {
        return MODEL_HEIGHT.getOrDefault(child(name), Integer.MAX_VALUE);
    }
}
