// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.weights.pickle.TorchFile;
import io.github.deepgen4j.tensor.Scope;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelConvertCommandTest {
    private static final Path GOLDEN = Path.of(System.getProperty("deepgen.golden"));

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private int convert(String... arguments) {
        var commandLine = Main.commandLine().setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 2];
        all[0] = "model";
        all[1] = "convert";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return commandLine.execute(all);
    }

    @Test
    void aTrainedFileBecomesAFolderAndAFileAgain() {
        Path model = folder.resolve("model");
        Path file = folder.resolve("model.pt");
        String tiny = GOLDEN.resolve("tiny").toString();
        String trained = GOLDEN.resolve("native/model_sft.pt").toString();
        assertThat(convert(tiny, trained, "-o", model.toString(), "--dtype", "fp32"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).contains("tensors of " + trained).contains("adapters merged in float32");
        assertThat(convert(model.toString(), "-o", file.toString(), "--dtype", "bf16"))
                .isZero();
        try (var converted = TorchFile.open(file)) {
            assertThat(converted.tensors()).containsKeys("meta_queries", "transformer.proj_out.bias");
        }
        assertThat(convert(tiny, "-o", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("exists already; nothing is overwritten");
    }

    @Test
    void wrongUsageAndUnknownFilesAreTold() {
        assertThat(convert("a.pt")).isEqualTo(2);
        assertThat(convert("a.pt", "-o", "b", "--lora-scale", "NaN")).isEqualTo(2);
        Path absent = folder.resolve("absent.pt");
        assertThat(convert(absent.toString(), "-o", folder.resolve("x").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("nothing of this name exists");
    }
}
