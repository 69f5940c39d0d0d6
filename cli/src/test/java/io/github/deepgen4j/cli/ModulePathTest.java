// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The artifacts as modules: each has a name of its own, and the embedded model is found on the module path. */
class ModulePathTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of(
            "tensor",
            "model",
            "nano",
            "hub",
            "shapeworld",
            "icons",
            "tables",
            "evaluation",
            "engines",
            "training",
            "bench",
            "server",
            "cli");

    @TempDir
    private Path folder;

    @Test
    void everyArtifactNamesItsModule() throws IOException {
        for (String module : MODULES) {
            assertThat(Files.readString(ROOT.resolve(module).resolve("pom.xml")))
                    .contains("<module.name>" + name(module) + "</module.name>");
        }
        for (var adapter : Map.of("langchain4j", "langchain4j", "spring-boot-starter", "spring")
                .entrySet()) {
            assertThat(Files.readString(ROOT.resolve(adapter.getKey()).resolve("pom.xml")))
                    .contains("<module.name>" + name(adapter.getValue()) + "</module.name>");
        }
        assertThat(Files.readString(ROOT.resolve("pom.xml")))
                .contains("<Automatic-Module-Name>${module.name}</Automatic-Module-Name>");
    }

    private static String name(String module) {
        return "io.github.deepgen4j." + module;
    }

    @Test
    void theEmbeddedModelDrawsFromTheModulePath() throws Exception {
        Path image = folder.resolve("out.png");
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED,org.bytedeco.javacpp",
                        "--module-path",
                        modulePath(),
                        "--add-modules",
                        "ALL-MODULE-PATH",
                        "-m",
                        name("cli") + "/" + Main.class.getName(),
                        "generate",
                        "a red circle",
                        "--steps",
                        "1",
                        "-o",
                        image.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        assertThat(Image.read(image).width()).isEqualTo(64);
    }

    /** The class path of these tests, our classes in jars as the build packs them; test libraries stay away. */
    private String modulePath() throws IOException {
        StringBuilder path = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path place = Path.of(entry).toAbsolutePath().normalize();
            String module = module(place);
            if (!module.isEmpty()) {
                path.append(jar(module, place)).append(File.pathSeparator);
            } else if (entry.endsWith(".jar")
                    && !entry.matches(".*(junit|assertj|byte-buddy|opentest4j|jazzer|apiguardian|surefire|jspecify"
                            + "|rapidocr).*")) {
                path.append(place).append(File.pathSeparator);
            }
        }
        return path.toString();
    }

    /** The module whose classes these are, in a folder or packed already; empty for anything else. */
    private static String module(Path place) {
        return MODULES.stream()
                .filter(module -> place.equals(ROOT.resolve(module).resolve("target/classes"))
                        || place.getFileName().toString().matches("deepgen4j-" + module + "(-[0-9].*)?[.]jar"))
                .findFirst()
                .orElse("");
    }

    private Path jar(String module, Path classes) throws IOException {
        if (!Files.isDirectory(classes)) {
            return classes;
        }
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Automatic-Module-Name", name(module));
        Path jar = folder.resolve("deepgen4j-" + module + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                var out = new JarOutputStream(file, manifest);
                Stream<Path> files = Files.walk(classes)) {
            files.filter(Files::isRegularFile).forEach(each -> {
                try {
                    out.putNextEntry(
                            new JarEntry(classes.relativize(each).toString().replace(File.separatorChar, '/')));
                    Files.copy(each, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return jar;
    }
}
