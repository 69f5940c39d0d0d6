// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.engines.EngineKind;
import io.github.deepgen4j.engines.TestEngines;
import io.github.deepgen4j.engines.Tiny;
import io.github.deepgen4j.engines.clip.OnnxClip;
import io.github.deepgen4j.engines.clip.OnnxQuestions;
import io.github.deepgen4j.engines.detect.OnnxDetector;
import io.github.deepgen4j.engines.ocr.PpOcr;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged or something else end in one line that names them. */
class HostileFilesTest {
    @TempDir
    private Path temporary;

    private Path copy(String engine) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve(engine));
        try (Stream<Path> files = Files.list(Tiny.folder(engine))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        return folder;
    }

    private static void edit(Path folder, Function<String, String> change) throws IOException {
        Path file = folder.resolve("engine.json");
        String before = Files.readString(file);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }

    private static void assertRefused(ThrowingCallable open, String... parts) {
        assertThatThrownBy(open)
                .isInstanceOfAny(EngineException.class, ConfigException.class)
                .satisfies(e -> {
                    assertThat(e.getMessage()).contains(parts);
                    assertThat(e.getMessage().lines()).hasSize(1);
                });
    }

    @Test
    void aTruncatedNetworkIsRefused() throws IOException {
        Path folder = copy("points");
        Path model = folder.resolve("model.onnx");
        byte[] whole = Files.readAllBytes(model);
        for (int length : new int[] {1, 10, whole.length / 2, whole.length - 1}) {
            Files.write(model, Arrays.copyOf(whole, length));
            assertRefused(() -> OnnxDetector.open(folder).close(), "model.onnx");
        }
    }

    @Test
    void anyBytesAreANetworkOrRefused() throws IOException {
        Path folder = copy("queries");
        Path model = folder.resolve("model.onnx");
        byte[] whole = Files.readAllBytes(model);
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j < 1 + i % 4; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(model, damaged);
            try (OnnxDetector detector = OnnxDetector.open(folder)) {
                detector.detect(Tiny.plain(40, 40, Tiny.RED));
            } catch (EngineException e) {
                assertThat(e.getMessage()).startsWith(model.toString()).doesNotContain("\n");
            }
        }
    }

    @Test
    void whatIsNoNetworkIsNamed() throws IOException {
        Path folder = copy("points");
        Path model = folder.resolve("model.onnx");
        Files.writeString(model, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n");
        assertRefused(() -> OnnxDetector.open(folder), "model.onnx: found a pointer of Git LFS");
        Files.writeString(model, "<!DOCTYPE html><html></html>");
        assertRefused(() -> OnnxDetector.open(folder), "model.onnx: found an HTML page");
        Files.write(model, new byte[0]);
        assertRefused(() -> OnnxDetector.open(folder), "model.onnx: the file is empty");
        Files.delete(model);
        assertRefused(() -> OnnxDetector.open(folder), "model.onnx: file not found");
        Files.createDirectory(model);
        assertRefused(() -> OnnxDetector.open(folder), "model.onnx: expected a file, found a folder");
    }

    @Test
    void anotherNumberOfClassesIsRefused() throws IOException {
        Path points = copy("points");
        edit(points, text -> text.replace("\"dog\"", "\"dog\", \"cat\""));
        assertRefused(
                () -> OnnxDetector.open(points), "expected an output 'scores' of float (1, any, 3)", "(1, 16, 2)");
        Path queries = copy("queries");
        edit(queries, text -> text.replaceAll("(?s),\\s*\"berry\"", ""));
        assertRefused(() -> OnnxDetector.open(queries), "class_logits", "(1, any, 2)", "(1, 2, 3)");
    }

    @Test
    void otherInputsAndOutputsAreRefused() throws IOException {
        Path points = copy("points");
        edit(points, text -> text.replace("\"height\": 32", "\"height\": 48"));
        assertRefused(
                () -> OnnxDetector.open(points),
                "expected an input 'image' of float (1, 3, 48, 32), found 'image' of float (1, 3, 32, 32)");
        Path clip = copy("clip");
        edit(clip, text -> text.replace("\"context\": 12", "\"context\": 77"));
        assertRefused(() -> OnnxClip.open(clip), "text.onnx", "'input_ids' of int64 (any, 77)");
        Path vqa = copy("vqa");
        edit(vqa, text -> text.replace("\"yes\",", "\"yes\", \"maybe\","));
        assertRefused(() -> OnnxQuestions.open(vqa), "'scores' of float (any, 3)", "(1, 2)");
        Path swapped = copy("queries");
        Files.copy(points.resolve("model.onnx"), swapped.resolve("other.onnx"));
        edit(swapped, text -> text.replace("model.onnx", "other.onnx"));
        assertRefused(() -> OnnxDetector.open(swapped), "other.onnx", "class_logits");
    }

    @Test
    void descriptionsAreRefusedByTheirFields() throws IOException {
        Path folder = copy("points");
        assertRefused(() -> OnnxClip.open(folder), "field 'kind' expected clip, found 'detector'");
        edit(folder, text -> text.replace("\"model.onnx\"", "\"../model.onnx\""));
        assertRefused(() -> OnnxDetector.open(folder), "field 'model' expected the name of a file in this folder");
        Files.writeString(folder.resolve("engine.json"), "{\"kind\": \"detector\"");
        assertRefused(() -> OnnxDetector.open(folder), "engine.json: not valid JSON");
        Files.writeString(folder.resolve("engine.json"), "{\"kind\": \"detector\", \"model\": \"model.onnx\"}");
        assertRefused(() -> OnnxDetector.open(folder), "field 'input' is missing");
        Path twice = copy("queries");
        edit(twice, text -> text.replace("\"berry\"", "\"apple\""));
        assertRefused(() -> OnnxDetector.open(twice), "classes expected different names");
    }

    @Test
    void aTokenizerOfAnotherKindIsRefused() throws IOException {
        Path folder = copy("clip");
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {}}");
        assertRefused(() -> OnnxClip.open(folder), "tokenizer.json");
    }

    @Test
    void networksOfTextOfAnotherKindAreRefused() throws IOException {
        Path installed = TestEngines.ocr(temporary.resolve("store"));
        Files.copy(
                installed.resolve("ch_PP-OCRv4_det_infer.onnx"),
                installed.resolve("ch_PP-OCRv4_rec_infer.onnx"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertRefused(() -> PpOcr.open(installed), "rec_infer.onnx: expected the sha256", "add the engine again");
        edit(installed, text -> text.replaceAll("(?s),\\s*\"sha256\": [{].*?[}]", ""));
        assertRefused(() -> PpOcr.open(installed), "rec_infer.onnx");
    }

    @Test
    void whatIsAddedMustBeKnownOrDescribed() throws IOException {
        var store = TestEngines.store(temporary.resolve("store"));
        Path onnx = Tiny.folder("points").resolve("model.onnx");
        assertRefused(() -> store.add(EngineKind.DETECTOR, onnx), "expected an engine of the kind detector");
        assertRefused(() -> store.add(EngineKind.CLIP, TestEngines.ocrJar()), "found one of the kind ocr (pp-ocrv4)");
        assertRefused(() -> store.add(EngineKind.CLIP, Tiny.folder("vqa")), "expected an engine of the kind clip");
        assertRefused(() -> store.add(EngineKind.OCR, temporary.resolve("absent.jar")), "file not found");
        Path text = Files.writeString(temporary.resolve("some.txt"), "text");
        assertRefused(() -> store.add(EngineKind.OCR, text), "expected a folder, an .onnx file, a zip or a jar");
        Path lacking = copy("clip");
        Files.delete(lacking.resolve("text.onnx"));
        assertRefused(() -> store.add(EngineKind.CLIP, lacking), "expected text.onnx, which its engine.json names");
        assertThat(store.list()).isEmpty();
    }

    @Test
    void anEngineThatIsAddedIsListedAndReplaced() throws IOException {
        var store = TestEngines.store(temporary.resolve("store"));
        store.add(EngineKind.CLIP, Tiny.folder("clip"));
        store.add(EngineKind.CLIP, Tiny.folder("clip"));
        store.add(EngineKind.OCR, TestEngines.ocrJar());
        assertThat(store.list())
                .extracting(one -> one.kind() + " " + one.name())
                .containsExactly("OCR pp-ocrv4", "CLIP tiny-clip");
        assertThat(store.find("../store/tiny-clip")).isEmpty();
        OnnxClip.open(store.find("tiny-clip").orElseThrow()).close();
    }
}
