// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Comments cite documents of the repository only, by a path from its root or from {@code docs}, and their sections. */
class CitationTest {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
    /** {@code {@code report.md}} is a file that a command writes, not a document. */
    private static final Pattern CITATION =
            Pattern.compile("(?<!\\{@code )(?<![\\w./-])([\\w./-]+\\.md)\\b(?: section (\\d+(?:\\.\\d+)?))?");

    @Test
    void citedDocumentsExist() {
        var missing = new ArrayList<String>();
        int citations = 0;
        for (Path source : RepositoryFiles.javaSources()) {
            for (MatchResult citation : citations(String.join("\n", RepositoryFiles.lines(source)))) {
                citations++;
                if (!exists(citation.group(1), citation.group(2))) {
                    missing.add(RepositoryFiles.ROOT.relativize(source) + " cites " + citation.group());
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(citations).isGreaterThan(50);
    }

    @Test
    void theCheckSeesCitations() {
        assertThat(citations("/** A (spec/model.md\n * section 4.1). */"))
                .extracting(MatchResult::group)
                .containsExactly("spec/model.md section 4.1");
        assertThat(citations("/** Writes {@code report.md}. */ String a = \"b.md\";"))
                .isEmpty();
        assertThat(exists("spec/model.md", "4.1")).isTrue();
        assertThat(exists("docs/spec/model.md", null)).isTrue();
        assertThat(exists("spec/model.md", "4.99")).isFalse();
        assertThat(exists("model.md", null)).isFalse();
    }

    private static List<MatchResult> citations(String source) {
        return COMMENT.matcher(source)
                .results()
                .map(comment -> comment.group().replaceAll("\\s*\\n\\s*(?:\\*|//)?\\s*", " "))
                .flatMap(comment -> CITATION.matcher(comment).results())
                .toList();
    }

    private static boolean exists(String document, String section) {
        return List.of(RepositoryFiles.ROOT, RepositoryFiles.ROOT.resolve("docs")).stream()
                .map(folder -> folder.resolve(document))
                .filter(Files::isRegularFile)
                .anyMatch(file -> section == null || hasSection(file, section));
    }

    private static boolean hasSection(Path document, String section) {
        return RepositoryFiles.lines(document).stream()
                .anyMatch(line -> line.matches("#+ " + Pattern.quote(section) + "[. ].*"));
    }
}
