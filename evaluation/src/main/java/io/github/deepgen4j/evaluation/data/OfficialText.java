// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import io.github.deepgen4j.evaluation.data.JudgeText.Form;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.files.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Judges' texts of repositories that state no licence: read from the user's own copy, never shipped, and found by the
 * SHA-256 of the text that the published script sends for one known item.
 */
public final class OfficialText {
    private OfficialText() {}

    /**
     * The string literal of a Python file that gives the published text for a known item.
     *
     * @param sha256 of that text in UTF-8, 64 hexadecimal digits
     * @param example the known item: what stands between the braces of the literal, and its value; empty for a literal
     *     that is sent as it is
     * @throws ConfigException if the file is not there, is no Python or has no such literal
     */
    public static JudgeText read(Path file, String sha256, Map<String, String> example) {
        if (!Files.exists(file)) {
            throw new ConfigException(
                    "%s: expected the benchmark's repository, whose texts may not be shipped, found no such file; clone"
                                    .formatted(file)
                            + " it and name its folder, or leave it out and take this project's own wording");
        }
        List<JudgeText> texts = texts(file);
        for (JudgeText text : texts) {
            JudgeText candidate =
                    example.isEmpty() ? new JudgeText(text.template(), Form.PLAIN, true) : formatted(text);
            if (sha256.equals(digest(candidate, example))) {
                return candidate;
            }
        }
        throw new ConfigException(
                "%s: expected the text with SHA-256 %s for %s, found %d others; check out the revision"
                                .formatted(
                                        file,
                                        sha256,
                                        example.isEmpty() ? "all items" : example.toString(),
                                        texts.size())
                        + " that docs/evaluation.md names");
    }

    private static List<JudgeText> texts(Path file) {
        try {
            return PythonSource.texts(TextFile.read(file));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file + ": expected Python source, found that " + e.getMessage(), e);
        }
    }

    private static JudgeText formatted(JudgeText text) {
        return new JudgeText(text.template(), Form.FORMAT, true);
    }

    /** Empty if the literal has other fields. */
    private static String digest(JudgeText text, Map<String, String> example) {
        try {
            return sha256(text.render(example));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** The SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
    public static String sha256(String text) {
        return Digest.sha256().add(text).hex();
    }
}
