// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.weights.gguf.GgmlType;
import io.github.deepgen4j.model.weights.gguf.GgufFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A GGUF file's types of tensors, for people and as an object of JSON. */
final class GgufTable {
    private static final String ROW = "%-12s %8s %16s %16s%n";

    private GgufTable() {}

    static boolean describes(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
    }

    /** Prints it to stdout. */
    static void print(GgufFile file) {
        System.out.println("GGUF version " + file.version() + ", architecture "
                + file.architecture().orElse("not told"));
        System.out.printf(ROW, "type", "tensors", "elements", "bytes");
        file.counts().forEach(GgufTable::printRow);
        System.out.println("model convert makes a checkpoint folder of it, together with what it lacks");
    }

    private static void printRow(GgmlType type, GgufFile.Count count) {
        System.out.printf(
                Locale.ROOT, "%-12s %,8d %,16d %,16d%n", type, count.tensors(), count.elements(), count.bytes());
    }

    static Map<String, Object> object(GgufFile file) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("gguf", file.version());
        file.architecture().ifPresent(text -> object.put("architecture", text));
        object.put("types", file.counts());
        return object;
    }
}
