// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The acts that exist once, and the classes that call them, as the compiled main classes say. */
final class Acts {
    /** Name of a constructor in a class file. */
    static final String NEW = "<init>";

    /**
     * One act: a method or constructor that only one class may call.
     *
     * @param owner the class that has the method
     * @param method its name, or {@link #NEW}
     * @param callers the one class that may call it, as a path below {@link Layers#ROOT}, then those that still do, too
     */
    record Act(Class<?> owner, String method, List<String> callers) {
        static Act of(Class<?> owner, String method, String... callers) {
            return new Act(owner, method, List.of(callers));
        }

        String name() {
            return owner.getSimpleName() + (method.equals(NEW) ? "'s constructor" : "." + method);
        }

        /** The differences between the code and the table, a sentence each. */
        List<String> differences(Map<String, Set<String>> callersOf) {
            Set<String> found = callersOf.getOrDefault(key(owner.getName(), method), Set.of());
            List<String> lines = new ArrayList<>();
            found.stream()
                    .filter(caller -> !callers.contains(caller))
                    .forEach(caller -> lines.add("%s calls %s, which is for %s: use that class"
                            .formatted(caller, name(), callers.getFirst())));
            callers.stream()
                    .filter(caller -> !found.contains(caller))
                    .forEach(caller -> lines.add("%s does not call %s: remove its line".formatted(caller, name())));
            return lines;
        }
    }

    private Acts() {}

    private static String key(String owner, String method) {
        return owner.replace('.', '/') + "." + method;
    }

    /** The callers of each member of our classes, read from {@code <module>/target/classes} of every module. */
    static Map<String, Set<String>> callers(Path root) {
        var callers = new TreeMap<String, Set<String>>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path classes : modules.map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(classes)) {
                    files.filter(file -> file.toString().endsWith(".class")).forEach(file -> read(file, callers));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return callers;
    }

    private static void read(Path file, Map<String, Set<String>> callers) {
        try {
            var parsed = ClassFile.of().parse(file);
            String type = outermost(parsed.thisClass().asInternalName());
            for (PoolEntry entry : parsed.constantPool()) {
                if (entry instanceof MemberRefEntry member
                        && !outermost(member.owner().asInternalName()).equals(type)) {
                    String name =
                            key(member.owner().asInternalName(), member.name().stringValue());
                    callers.computeIfAbsent(name, _ -> new TreeSet<>())
                            .add(type.replace('/', '.').replaceFirst("^" + Layers.ROOT, ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String outermost(String internalName) {
        return internalName.replaceFirst("\\$.*", "");
    }
}
