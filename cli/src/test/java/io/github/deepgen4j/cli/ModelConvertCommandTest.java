// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.weights.pickle.TorchFile;
import io.github.deepgen4j.tensor.Scope;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelConvertCommandTest {
    private static final Path GOLDEN = Path.of(System.getProperty("deepgen.golden"));

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static CommandRun convert(Object... arguments) {
        return CommandRun.of(Stream.concat(Stream.of("model", "convert"), Stream.of(arguments))
                .toArray());
    }

    @Test
    void aTrainedFileBecomesAFolderAndAFileAgain() {
        Path model = folder.resolve("model");
        Path file = folder.resolve("model.pt");
        Path tiny = GOLDEN.resolve("tiny");
        Path trained = GOLDEN.resolve("native/model_sft.pt");
        CommandRun merged = convert(tiny, trained, "-o", model, "--dtype", "fp32");
        assertThat(merged.exitCode()).as(merged.err()).isZero();
        assertThat(merged.err()).contains("tensors of " + trained).contains("adapters merged in float32");
        assertThat(convert(model, "-o", file, "--type", "bf16").exitCode()).isZero();
        try (var converted = TorchFile.open(file)) {
            assertThat(converted.tensors()).containsKeys("meta_queries", "transformer.proj_out.bias");
        }
        CommandRun again = convert(tiny, "-o", file);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("exists already; nothing is overwritten");
    }

    @Test
    void wrongUsageAndUnknownFilesAreTold() {
        assertThat(convert("a.pt").exitCode()).isEqualTo(2);
        assertThat(convert("a.pt", "-o", "b", "--lora-scale", "NaN").exitCode()).isEqualTo(2);
        CommandRun absent = convert(folder.resolve("absent.pt"), "-o", folder.resolve("x"));
        assertThat(absent.exitCode()).isEqualTo(1);
        assertThat(absent.err()).contains("nothing of this name exists");
    }
}
