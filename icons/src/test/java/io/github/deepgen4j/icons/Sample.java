// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons;

import io.github.deepgen4j.icons.set.Language;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The icons for tests: sixteen things in four styles, named in five languages. */
final class Sample {
    static final Path FOLDER = Path.of("..", "testdata", "icons");
    static final List<Path> FOLDERS = List.of(
            FOLDER.resolve("fluent-emoji"),
            FOLDER.resolve("fluent-emoji-flat"),
            FOLDER.resolve("noto"),
            FOLDER.resolve("twemoji"),
            FOLDER.resolve("words"));
    static final Set<Language> ALL = EnumSet.allOf(Language.class);

    private Sample() {}

    static IconExamples open(IconSplit split) {
        return new IconExamples(FOLDERS, split, 64, Map.of());
    }
}
