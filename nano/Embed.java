// SPDX-License-Identifier: Apache-2.0
import io.github.deepgen4j.model.components.ModelFolder;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.tensor.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes a trained model the embedded one: stores it in bf16 among the resources of this module, with the sums of its
 * files. Run it from the root of a clone that has been built:
 *
 * <pre>java -cp '.deepgen-build/app/lib/*' nano/Embed.java runs/nano-t2i/model</pre>
 */
public final class Embed {
    private static final Path RESOURCES = Path.of("nano/src/main/resources/io/github/deepgen4j/nano");

    private Embed() {}

    public static void main(String[] args) throws Exception {
        NetworkOptions options = NetworkOptions.trainable(0, (name, _, _) -> {
            throw new IllegalStateException(args[0] + ": weights of " + name + " are missing");
        });
        try (Networks model = Networks.open(Path.of(args[0]), options)) {
            ModelFolder.write(model, RESOURCES, Map.of(), DType.BF16);
        }
        List<String> lines = new ArrayList<>();
        long bytes = 0;
        for (Path file : files()) {
            byte[] content = Files.readAllBytes(file);
            bytes += content.length;
            lines.add(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)) + "  "
                    + RESOURCES.relativize(file).toString().replace('\\', '/') + "\n");
        }
        AtomicFile.write(
                RESOURCES.resolve("SHA256SUMS"), String.join("", lines).getBytes(StandardCharsets.UTF_8));
        System.out.printf("%s: %d files, %.1f MB%n", RESOURCES, lines.size(), bytes / 1e6);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("SHA256SUMS"))
                    .sorted()
                    .toList();
        }
    }
}
