// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.tensor.cache.CacheFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * ONNX Runtime in this process, beside LibTorch. Its libraries are unpacked once into the folder of caches: by itself
 * it would unpack them into the system's temporary folder in every process, and leave them there when it is killed.
 */
final class OnnxLibrary {
    private static final String FOLDER_PROPERTY = "onnxruntime.native.path";
    private static final String[] LIBRARIES = {"onnxruntime", "onnxruntime4j_jni"};

    /** Measured: 3,980 bytes pass, 3,981 crash. */
    private static final int LONGEST_COMMAND_LINE = 3_900;

    private static OrtEnvironment environment;

    private OnnxLibrary() {}

    /** @throws EngineException if there is no library for this system, or it cannot be loaded */
    static synchronized OrtEnvironment environment() {
        if (environment == null) {
            requireShortCommandLine();
            CacheFolder cache = CacheFolder.ofProcess();
            try {
                if (System.getProperty(FOLDER_PROPERTY) == null) {
                    System.setProperty(
                            FOLDER_PROPERTY, cache.locked(() -> unpacked(cache)).toString());
                }
                environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "deepgen4j");
                environment.setTelemetry(false);
            } catch (LinkageError | UncheckedIOException | OrtException e) {
                throw new EngineException("ONNX Runtime cannot be loaded: " + e + " (" + cache.hint() + ")", e);
            }
        }
        return environment;
    }

    /** Version 1.29.0 crashes in its first call when the command line of the process does not fit its buffer. */
    private static void requireShortCommandLine() {
        Path arguments = Path.of("/proc/self/cmdline");
        int length;
        try {
            length = Files.isReadable(arguments) ? Files.readAllBytes(arguments).length : 0;
        } catch (IOException e) {
            return; // nobody knows
        }
        if (length > LONGEST_COMMAND_LINE) {
            throw new EngineException(("ONNX Runtime crashes where the command line of the process has more than %d"
                            + " bytes, found %d; name the class path in the variable CLASSPATH or in a file"
                            + " (java @FILE), and prompts in files")
                    .formatted(LONGEST_COMMAND_LINE, length));
        }
    }

    private static Path unpacked(CacheFolder cache) {
        String platform = platform();
        Path folder = cache.path().resolve("onnxruntime").resolve(platform);
        try {
            for (String library : LIBRARIES) {
                String name = System.mapLibraryName(library);
                URL packed = OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + platform + "/" + name);
                if (packed == null) {
                    throw new EngineException("ONNX Runtime has no library for " + platform);
                }
                unpack(packed, folder.resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** A library of another version has another size. */
    private static void unpack(URL packed, Path file) throws IOException {
        if (Files.isRegularFile(file)
                && Files.size(file) == packed.openConnection().getContentLengthLong()) {
            return;
        }
        Files.createDirectories(file.getParent());
        try (InputStream content = packed.openStream()) {
            AtomicFile.write(file, content.readAllBytes());
        }
    }

    /** As ONNX Runtime names it, for example {@code linux-x64}. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String name = system.contains("win") && !system.contains("darwin")
                ? "win"
                : system.contains("mac") || system.contains("darwin") ? "osx" : "linux";
        return name + (processor.contains("aarch64") || processor.contains("arm64") ? "-aarch64" : "-x64");
    }
}
