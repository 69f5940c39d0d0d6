// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links between the documents lead somewhere: to a file of the repository, and to a heading that exists in it. */
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ +(.+)$", Pattern.MULTILINE);
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

    @Test
    void noLinkIsDead() throws IOException {
        List<Path> documents = RepositoryFiles.documents();
        assertThat(documents)
                .contains(RepositoryFiles.ROOT.resolve("README.md"), RepositoryFiles.ROOT.resolve("docs/README.md"));
        var dead = new ArrayList<String>();
        for (Path document : documents) {
            dead.addAll(deadLinks(document));
        }
        assertThat(dead).isEmpty();
    }

    private static List<String> deadLinks(Path document) throws IOException {
        var dead = new ArrayList<String>();
        String text = COMMENT.matcher(Files.readString(document)).replaceAll("");
        for (var link : LINK.matcher(text).results().toList()) {
            Path target = document.resolveSibling(link.group(1)).normalize();
            Path page = link.group(1).isEmpty() ? document : target;
            boolean found = Files.exists(page)
                    && (link.group(2) == null || anchors(page).contains(link.group(2)));
            if (!found) {
                dead.add(RepositoryFiles.ROOT.relativize(document) + " links to "
                        + link.group().substring(1));
            }
        }
        return dead;
    }

    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
