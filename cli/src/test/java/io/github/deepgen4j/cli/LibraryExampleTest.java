// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java that documents show compiles, and the example of the library page draws. */
class LibraryExampleTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void javaInTheDocumentsCompiles() throws IOException {
        int number = 0;
        for (String document : List.of("README.md", "docs/library.md")) {
            for (String block : blocks(ROOT.resolve(document))) {
                compile("Example" + number++, block);
            }
        }
        assertThat(number).isGreaterThanOrEqualTo(2);
    }

    @Test
    void theExampleOfTheLibraryPageDraws() throws Exception {
        String example = blocks(ROOT.resolve("docs/library.md")).getFirst();
        Path edited = folder.resolve("edited.png");
        compile("Drawn", example.replace("Path.of(\"edited.png\")", "Path.of(\"" + edited + "\")"));
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass("Drawn").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
        assertThat(Image.read(edited).width()).isEqualTo(64);
    }

    /** The program that makes a trained model the embedded one; the build does not compile it. */
    @Test
    void theProgramThatEmbedsTheNanoCompiles() throws IOException {
        compile(Files.copy(ROOT.resolve("nano/Embed.java"), folder.resolve("Embed.java")));
    }

    private static List<String> blocks(Path document) throws IOException {
        return BLOCK.matcher(Files.readString(document))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private void compile(String name, String statements) throws IOException {
        String source = """
            import io.github.deepgen4j.hub.*;
            import io.github.deepgen4j.model.generation.*;
            import io.github.deepgen4j.model.image.*;
            import io.github.deepgen4j.model.lora.*;
            import io.github.deepgen4j.model.pipeline.*;
            import io.github.deepgen4j.tensor.Tensor;
            import java.awt.image.BufferedImage;
            import java.nio.file.*;
            import java.util.List;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.AtomicBoolean;

            public class %s {
                public static void main(String[] args) throws Exception {
                    %s
                }
            }
            """.formatted(name, statements);
        compile(Files.writeString(folder.resolve(name + ".java"), source));
    }

    private void compile(Path file) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(problems, null, null)) {
            var options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(null, files, problems, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(compiled)
                    .as("%s%n%s", problems.getDiagnostics(), Files.readString(file))
                    .isTrue();
        }
    }
}
