// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.engines.Doctor.Diagnosis;
import io.github.deepgen4j.evaluation.answer.DetectorAnswerer;
import io.github.deepgen4j.evaluation.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known answers through engines that were added, are named, or are missing. */
class DoctorTest {
    @TempDir
    private Path folder;

    private Diagnosis examine(EngineKind kind, Map<EngineKind, String> choices) {
        try (Engines engines = new Engines(new EngineStore(folder), choices, _ -> {})) {
            return new Doctor(engines).examine(kind);
        }
    }

    @Test
    void addedEnginesAreHealthy() {
        var store = new EngineStore(folder);
        store.add(EngineKind.OCR, TestEngines.ocrJar());
        Diagnosis ocr = examine(EngineKind.OCR, Map.of());
        assertThat(ocr.findings()).hasSize(3).allMatch(Doctor.Finding::right);
        assertThat(ocr.fingerprint().orElseThrow().toString())
                .startsWith("pp-ocrv4 4")
                .contains("recognition=");
        store.add(EngineKind.CLIP, Tiny.folder("clip"));
        store.add(EngineKind.VQA, Tiny.folder("vqa"));
        assertThat(examine(EngineKind.CLIP, Map.of()).isHealthy()).isTrue();
        assertThat(examine(EngineKind.VQA, Map.of()).findings()).hasSize(2);
    }

    @Test
    void programsAreHealthy() {
        assertThat(examine(EngineKind.COLOURS, Map.of()).isHealthy()).isTrue();
        assertThat(examine(EngineKind.DETECTOR, Map.of(EngineKind.DETECTOR, "shapeworld"))
                        .isHealthy())
                .isTrue();
    }

    @Test
    void nanodetSeesThePhotographs() {
        new EngineStore(folder).add(EngineKind.DETECTOR, TestEngines.folder().resolve("nanodet.onnx"));
        Diagnosis diagnosis = examine(EngineKind.DETECTOR, Map.of());
        System.out.println(diagnosis.findings());
        assertThat(diagnosis.findings()).hasSize(3);
        assertThat(diagnosis.isHealthy()).isTrue();
    }

    @Test
    void aWrongAnswerIsSeen() throws IOException {
        Path contrary = Files.createDirectory(folder.resolve("contrary"));
        for (String file : List.of("model.onnx", "tokenizer.json")) {
            Files.copy(Tiny.folder("vqa").resolve(file), contrary.resolve(file));
        }
        String description = Files.readString(Tiny.folder("vqa").resolve("engine.json"));
        Files.writeString(
                contrary.resolve("engine.json"),
                description
                        .replace("\"yes\"", "\"x\"")
                        .replace("\"no\"", "\"yes\"")
                        .replace("\"x\"", "\"no\""));
        Diagnosis wrong = examine(EngineKind.VQA, Map.of(EngineKind.VQA, contrary.toString()));
        assertThat(wrong.isHealthy()).isFalse();
        assertThat(wrong.findings()).extracting(Doctor.Finding::found).containsExactly("yes", "yes");
    }

    @Test
    void whatIsMissingIsSaidWithWhatToDo() {
        Diagnosis none = examine(EngineKind.OCR, Map.of());
        assertThat(none.isHealthy()).isFalse();
        assertThat(none.problem().orElseThrow())
                .isEqualTo(
                        "no engine of the kind ocr: add one with 'deepgen evaluate engines add ocr FILE', or name one"
                                + " with --engine ocr=ADDRESS");
        assertThat(examine(EngineKind.VQA, Map.of(EngineKind.VQA, "absent"))
                        .problem()
                        .orElseThrow())
                .contains("found absent");
        assertThat(examine(EngineKind.VQA, Map.of(EngineKind.VQA, "http://a b"))
                        .problem()
                        .orElseThrow())
                .contains("expected an address, found http://a b");
    }

    @Test
    void ofSeveralEnginesOneMustBeNamed() {
        var store = new EngineStore(folder);
        store.add(EngineKind.DETECTOR, Tiny.folder("points"));
        store.add(EngineKind.DETECTOR, Tiny.folder("queries"));
        assertThat(examine(EngineKind.DETECTOR, Map.of()).problem().orElseThrow())
                .contains("say which one with --engine detector=NAME, of tiny-mask2former, tiny-nanodet");
        try (Engines engines = new Engines(store, Map.of(EngineKind.DETECTOR, "tiny-nanodet"), _ -> {})) {
            assertThat(engines.detector().classes()).containsExactly("cup", "dog");
            assertThat(engines.answerers()).hasSize(1).hasOnlyElementsOfType(DetectorAnswerer.class);
        }
    }

    @Test
    void choicesAreReadOrRefused() {
        assertThat(Engines.choice("detector=a=b")).isEqualTo(Map.entry(EngineKind.DETECTOR, "a=b"));
        for (String wrong : new String[] {"detector", "=x", "detector=", "eye=x"}) {
            assertThatThrownBy(() -> Engines.choice(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("engine expected");
        }
    }

    @Test
    void aClosedEngineIsRefused() {
        Engines engines = new Engines(
                new EngineStore(folder),
                Map.of(EngineKind.DETECTOR, Tiny.folder("points").toString()),
                _ -> {});
        var detector = engines.detector();
        engines.close();
        assertThatThrownBy(() -> detector.detect(Tiny.plain(8, 8, Tiny.RED)))
                .isInstanceOfAny(IllegalStateException.class, EngineException.class)
                .hasMessageContaining("is closed");
    }
}
