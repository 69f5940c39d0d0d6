// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.text.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The source of a tokenizer: a folder that holds {@code tokenizer.json}, such a file, or one packed by gzip. */
final class TokenizerSource {
    private static final String FILE = "tokenizer.json";
    private static final String CONFIG = "tokenizer_config.json";

    private TokenizerSource() {}

    /**
     * Copies a tokenizer over the one in a folder, with its {@code tokenizer_config.json} where the source has one.
     *
     * @throws ConfigException if the source is not a tokenizer
     */
    static void copy(Path source, Path folder) {
        Path file = Files.isDirectory(source) ? source.resolve(FILE) : source;
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + ": file not found");
        }
        try (InputStream stream = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(stream) : stream) {
            AtomicFile.write(folder.resolve(FILE), plain.readAllBytes());
            Path config = file.resolveSibling(CONFIG);
            if (Files.isRegularFile(config)) {
                AtomicFile.write(folder.resolve(CONFIG), Files.readAllBytes(config));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be copied", e);
        }
        Tokenizer.open(folder).close();
    }
}
