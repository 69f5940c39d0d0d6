// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The main sources of every module, as text: what the structural tests look at. */
record SourceTree(List<SourceFile> files) {
    private static final Pattern COMMENTS = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
    /** A qualified name as far as it is packages: lower-case parts before a type, a method or the end. */
    private static final Pattern NAMES =
            Pattern.compile("\\b(?:io\\.github\\.deepgen4j|org\\.bytedeco)(?:\\.[a-z][a-z0-9_]*\\b(?!\\())*");

    /** One source file: its module, its package, and the packages of ours or of JavaCPP that its code names. */
    record SourceFile(String module, String inPackage, String name, Set<String> uses) {
        static SourceFile of(Path root, Path file) {
            String code = COMMENTS.matcher(read(file)).replaceAll(" ");
            String inPackage = firstGroup("\\bpackage\\s+([\\w.]+)\\s*;", code);
            var uses = new TreeSet<String>();
            NAMES.matcher(code.replaceFirst("\\bpackage\\s+[\\w.]+\\s*;", ""))
                    .results()
                    .forEach(name -> uses.add(name.group()));
            uses.remove(inPackage);
            Path relative = root.relativize(file);
            String module = relative.getName(0).toString().replace("-boot-starter", ""); // no name of a package
            return new SourceFile(module, inPackage, relative.toString(), uses);
        }

        private static String firstGroup(String pattern, String text) {
            var matcher = Pattern.compile(pattern).matcher(text);
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    /** Reads {@code <module>/src/main/java} of every module below a folder. */
    static SourceTree under(Path root) {
        try (Stream<Path> modules = Files.list(root)) {
            return new SourceTree(modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(SourceTree::javaFiles)
                    .map(file -> SourceFile.of(root, file))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
