// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expected SHA-256 sums of the files of a folder.
 *
 * @param source where they are from, for messages
 * @param sha256 64 lower-case hexadecimal digits by path relative to the folder, with {@code /}
 */
public record FileSums(String source, Map<String, String> sha256) {
    /** The weight files of {@code deepgenteam/DeepGen-1.0-diffusers} (spec/model.md section 9.1). */
    public static final FileSums RELEASED = new FileSums(
            "the release DeepGen-1.0-diffusers",
            Map.of(
                    "connector/model.safetensors",
                    "425ce59f596eeb573f9cd52138b775df47ce69c60d2782fb32cac5498ed208f3",
                    "transformer/diffusion_pytorch_model.safetensors",
                    "54078ee51ab477275e94b610249ea912d6f80d24256c4197fe48945eef706883",
                    "vae/diffusion_pytorch_model.safetensors",
                    "5a170129752b4ad4ab98996d2e59097c8c693afc31a5964bd2ad60896686c1e2",
                    "vlm/model-00001-of-00002.safetensors",
                    "d6f11cc9c30184ce92605f25ac1e6b6644ee217e7b86a28282b3c9b17de3e609",
                    "vlm/model-00002-of-00002.safetensors",
                    "c675c19a231b0ead141d8d3a05fe930892ddf17f1324d75bb94d2a42a79f7ebc"));

    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64})[ \\t]+\\*?(.+)");

    public FileSums {
        sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
    }

    /**
     * Reads a list as {@code sha256sum} writes it: sum, two spaces, path.
     *
     * @throws ConfigException naming the file and the line that is none
     */
    public static FileSums read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
        Map<String, String> sums = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new ConfigException(
                        "%s line %d: expected a SHA-256 sum and a path, found '%s'".formatted(file, i + 1, line));
            }
            Path path = Path.of(matcher.group(2)).normalize();
            if (path.isAbsolute() || path.startsWith("..")) {
                throw new ConfigException(
                        "%s line %d: expected a path inside of the folder, found '%s'".formatted(file, i + 1, path));
            }
            sums.put(path.toString().replace('\\', '/'), matcher.group(1).toLowerCase(Locale.ROOT));
        }
        return new FileSums(file.getFileName().toString(), sums);
    }

    /** The list as {@code sha256sum} writes it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        sha256.forEach((path, sum) -> text.append(sum).append("  ").append(path).append('\n'));
        return text.toString();
    }
}
