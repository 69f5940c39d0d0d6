// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Documents and comments have lines of at most 120 columns, so that they read in a terminal and in a diff. */
class LineLengthTest {
    private static final int COLUMNS = 120;

    @Test
    void documentsAreWrapped() {
        var files = RepositoryFiles.documents();
        assertThat(files).contains(RepositoryFiles.ROOT.resolve("README.md"));
        assertThat(tooLong(files, line -> !isRowWithAddress(line))).isEmpty();
    }

    @Test
    void commentsAreWrapped() {
        assertThat(tooLong(RepositoryFiles.javaSources(), LineLengthTest::isComment))
                .isEmpty();
    }

    @Test
    void theCheckSeesLongLines() {
        assertThat(isTooLong("x".repeat(120))).isFalse();
        assertThat(isTooLong("x".repeat(121))).isTrue();
        assertThat(isTooLong("\u2211".repeat(120))).isFalse();
        assertThat(isRowWithAddress("| a | https://example.org |")).isTrue();
        assertThat(isRowWithAddress("a | https://example.org |")).isFalse();
        assertThat(isComment("    * a")).isTrue();
        assertThat(isComment("    /** A. */")).isTrue();
        assertThat(isComment("    int a; // a")).isTrue();
        assertThat(isComment("    String a = \"a\";")).isFalse();
    }

    /** {@code FILE:LINE: COLUMNS columns} of each line that is too long and of the given kind. */
    private static List<String> tooLong(List<Path> files, Predicate<String> kind) {
        var found = new ArrayList<String>();
        for (Path file : files) {
            String name = RepositoryFiles.ROOT.relativize(file).toString().replace('\\', '/');
            int number = 0;
            for (String line : RepositoryFiles.lines(file)) {
                number++;
                if (isTooLong(line) && kind.test(line)) {
                    found.add("%s:%d: %d columns".formatted(name, number, columns(line)));
                }
            }
        }
        return found;
    }

    /** A row of a table cannot be broken, and neither can an address. */
    private static boolean isRowWithAddress(String line) {
        return line.startsWith("|") && line.contains("://");
    }

    /** Code is left to the formatter, which breaks all but long strings. */
    private static boolean isComment(String line) {
        String text = line.strip();
        return text.startsWith("*") || text.startsWith("/*") || text.contains("// ");
    }

    private static boolean isTooLong(String line) {
        return columns(line) > COLUMNS;
    }

    private static int columns(String line) {
        return line.codePointCount(0, line.length());
    }
}
