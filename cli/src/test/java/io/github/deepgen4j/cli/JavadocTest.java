// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every public type says what it is. (The compiler's doclint checks that what is said is well-formed.) */
class JavadocTest {
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:final|sealed|abstract|non-sealed) )*(?:class|interface|record|enum) (\\w+)",
            Pattern.MULTILINE);

    /** Between the comment and the type there may only be annotations. */
    static boolean documented(String source) {
        var type = PUBLIC_TYPE.matcher(source);
        if (!type.find()) {
            return true;
        }
        int end = source.lastIndexOf("*/", type.start());
        String between =
                end < 0 ? "none" : source.substring(end + 2, type.start()).strip();
        return between.isEmpty() || between.startsWith("@");
    }

    @Test
    void publicTypesHaveAComment() throws IOException {
        Path root = Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."));
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> undocumented = files.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !documented(read(file)))
                    .toList();
            assertThat(undocumented).isEmpty();
        }
    }

    @Test
    void theCheckSeesAMissingComment() {
        assertThat(documented("package a;\n\npublic final class B {}")).isFalse();
        assertThat(documented("package a;\n\n/** B. */\n@Deprecated\npublic record B() {}"))
                .isTrue();
        assertThat(documented("package a;\n\nfinal class B {}")).isTrue();
    }

    private static final Pattern QUESTION =
            Pattern.compile("/\\*\\*\\s*(?:\\* )?((?:What|Whether|How|Which|Where|Who|The same) [^\\n]{0,40})");

    /** A summary is a statement of what a thing is: no indirect question, and nothing that needs its neighbour. */
    static List<String> questions(String source) {
        return QUESTION.matcher(source).results().map(found -> found.group(1)).toList();
    }

    @Test
    void summariesAreStatements() throws IOException {
        Path root = Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."));
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(file -> file.toString().matches(".*/src/(main|test|testsupport)/java/.*[.]java"))
                            .flatMap(file ->
                                    questions(read(file)).stream().map(found -> root.relativize(file) + ": " + found)))
                    .isEmpty();
        }
    }

    @Test
    void theCheckSeesAQuestion() {
        assertThat(questions("/*" + "* Whether it is open. */ boolean open() {"))
                .containsExactly("Whether it is open. */ boolean open() {");
        assertThat(questions("/*" + "*\n * What is in a file.\n */")).hasSize(1);
        assertThat(questions("/** True if it is open. What follows is closed. */"))
                .isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
