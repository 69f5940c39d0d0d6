// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.files.FileNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Text that the system gives to Java: arguments, variables, the working folder. */
final class SystemText {
    private static final List<String> READ = List.of("DEEPGEN_", "HF_", "XDG_CACHE_HOME", "HOME");

    private SystemText() {}

    /** Why this text cannot be used: Java has put U+FFFD in the place of bytes that it could not read. */
    static Optional<String> unreadable(List<String> arguments, Map<String, String> variables, String workingFolder) {
        Optional<String> where = arguments.stream()
                .filter(SystemText::isDamaged)
                .findFirst()
                .map(argument -> "the argument \"" + argument + "\"")
                .or(() -> variables.keySet().stream()
                        .filter(name -> READ.stream().anyMatch(name::startsWith) && isDamaged(variables.get(name)))
                        .findFirst()
                        .map(name -> "the variable " + name))
                .or(() -> Optional.of("the working folder " + workingFolder).filter(SystemText::isDamaged));
        return where.map(text -> text + " holds bytes that are not text in " + FileNames.encoding()
                + ", the encoding of the locale (now U+FFFD, the replacement character). Give UTF-8, and start Java"
                + " by bin/deepgen or with LC_ALL=C.UTF-8.");
    }

    private static boolean isDamaged(String text) {
        return text.contains(FileNames.REPLACEMENT);
    }
}
