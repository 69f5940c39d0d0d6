// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.model.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** A model on disk in the released layout (spec/model.md section 9.1). */
public final class ReleasedFolder {
    /** Subfolder of the language model's adapters. */
    public static final String LORA = "lora";

    /** Sums of the files, as {@code sha256sum} writes them; of another model's weights they would be wrong. */
    private static final String SUMS = "SHA256SUMS";

    private static final Pattern WEIGHTS =
            Pattern.compile(".*\\.(safetensors|bin|pt|pth|ckpt|gguf|onnx|h5|msgpack)(\\.index\\.json)?");

    private ReleasedFolder() {}

    /**
     * Copies everything but the weights: configurations, tokenizer, scheduler, code, licence, model card. Left out are
     * weights and their indexes in any format, {@code lora/}, sums, hidden files and folders, and a folder that holds
     * the target.
     *
     * @param target a folder; files of the same names in it are replaced
     * @param left names of further files to leave out
     */
    public static void copyAllButWeights(Path model, Path target, String... left) {
        Path place = target.toAbsolutePath();
        try {
            Files.walkFileTree(
                    model.toAbsolutePath(),
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS), // the hub's cache is made of links
                    Integer.MAX_VALUE,
                    new Copy(model.toAbsolutePath(), place, Set.of(left)));
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written", e);
        }
    }

    private static final class Copy extends SimpleFileVisitor<Path> {
        private final Path model;
        private final Path target;
        private final Set<String> left;

        Copy(Path model, Path target, Set<String> left) {
            this.model = model;
            this.target = target;
            this.left = left;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean wanted = folder.equals(model)
                    || !isHidden(folder) && !folder.equals(model.resolve(LORA)) && !target.startsWith(folder);
            return wanted ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String name = file.getFileName().toString();
            boolean wanted = attributes.isRegularFile()
                    && !isHidden(file)
                    && !name.equals(SUMS)
                    && !left.contains(name)
                    && !WEIGHTS.matcher(name).matches();
            if (wanted) {
                Path copy = target.resolve(model.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                AtomicFile.copy(file, copy);
            }
            return FileVisitResult.CONTINUE;
        }

        private static boolean isHidden(Path path) {
            return path.getFileName().toString().startsWith(".");
        }
    }
}
