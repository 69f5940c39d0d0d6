// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Real engines for tests: the models of PP-OCR on the class path, and the folder {@code deepgen.engines}. */
public final class TestEngines {
    private TestEngines() {}

    /** The jar with the models of PP-OCR, as a user downloads it. */
    public static Path ocrJar() {
        try {
            var entry = OrtEnvironment.class.getClassLoader().getResource("models/ch_PP-OCRv4_det_infer.onnx");
            String uri = entry.toString();
            return Path.of(new java.net.URI(uri.substring("jar:".length(), uri.indexOf('!'))));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A store in a folder. */
    public static EngineStore store(Path folder) {
        return new EngineStore(folder);
    }

    /** PP-OCR added to a store in an empty folder. */
    public static Path ocr(Path store) {
        return new EngineStore(store).add(EngineKind.OCR, ocrJar()).folder();
    }

    /** The folder of real models; a test that asks for it is skipped where it is not. */
    public static Path folder() {
        Path folder = Path.of(System.getProperty("deepgen.engines", "../shared/engines"));
        boolean there = Files.isRegularFile(folder.resolve("nanodet.onnx"));
        if (!there) {
            System.out.println("skipped: no nanodet.onnx in " + folder.toAbsolutePath()
                    + "; name another folder by -Ddeepgen.engines=FOLDER");
        }
        assumeTrue(there, "no real engines in " + folder);
        return folder;
    }
}
