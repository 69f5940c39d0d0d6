// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** model info, init and verify as a user types them. */
class ModelCommandTest {
    @TempDir
    private Path temporary;

    @Test
    void aGgufFileIsCountedByTypes() {
        Path file = Path.of("../testdata/gguf/language.gguf");
        assertThat(CommandRun.of("model", "info", file).out())
                .contains("GGUF version 3, architecture qwen2vl")
                .containsPattern("Q8_0 +2 +8,192 +8,704");
        assertThat(CommandRun.of("model", "info", file, "--json").out())
                .contains("\"gguf\":3", "\"Q8_0\":{\"tensors\":2,\"elements\":8192,\"bytes\":8704}");
        CommandRun missing = CommandRun.of("model", "info", "missing.gguf");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).isEqualTo("deepgen: missing.gguf: file not found" + System.lineSeparator());
    }

    @Test
    void aNewFolderIsCountedVerifiedAndItsDamageFound() throws IOException {
        String folder = temporary.resolve("model").toString();
        String sums = temporary.resolve("sums").toString();
        CommandRun made = CommandRun.of("model", "init", "--preset", "tiny", "--seed", "3", folder);
        assertThat(made.err()).isEmpty();
        assertThat(made.out()).isEqualTo(folder + System.lineSeparator());

        CommandRun info = CommandRun.of("model", "info", folder);
        assertThat(info.out().lines()).hasSize(7).anyMatch(line -> line.startsWith("together"));
        assertThat(CommandRun.of("model", "info", folder, "--json").out())
                .contains("\"name\":\"connector\"", "\"elements\":{\"F32\":");

        CommandRun intact = CommandRun.of("model", "verify", folder, "--write-manifest", sums);
        assertThat(intact.exitCode()).isZero();
        assertThat(intact.out()).endsWith("12 files read, nothing wrong found" + System.lineSeparator());

        try (var file = new RandomAccessFile(folder + "/vae/diffusion_pytorch_model.safetensors", "rw")) {
            file.seek(file.length() - 1);
            file.write(1);
        }
        CommandRun damaged = CommandRun.of("model", "verify", folder, "--manifest", sums);
        assertThat(damaged.exitCode()).isEqualTo(1);
        assertThat(damaged.out()).startsWith("damage      vae/diffusion_pytorch_model.safetensors: SHA-256 expected");
        assertThat(CommandRun.of("model", "verify", folder, "--manifest", sums, "--json")
                        .out())
                .startsWith("{\"damaged\":true,\"findings\":[{\"severity\":\"DAMAGE\"");
        CommandRun notReleased = CommandRun.of("model", "verify", folder, "--manifest", "released");
        assertThat(notReleased.exitCode()).isEqualTo(1);
        assertThat(notReleased.out()).contains("54078ee51ab477275e94b610249ea912d6f80d24256c4197fe48945eef706883");
    }

    @Test
    void anExistingFolderIsNotTouched() {
        CommandRun again = CommandRun.of(
                "model", "init", "--preset", "tiny", temporary.getParent().toString());
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("exists already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--preset huge x", "x", "--preset nano --dtype f8 x", "--preset nano --seed x y"})
    void wrongUsageIsExplained(String options) {
        CommandRun result = CommandRun.of((Object[]) ("model init " + options).split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).doesNotContain("Exception");
    }

    @Test
    void theEmbeddedModelIsKnownByItsName() {
        assertThat(CommandRun.of("model", "info", "nano").out().lines()).anyMatch(line -> line.startsWith("together"));
        CommandRun verify = CommandRun.of("model", "verify", "nano");
        assertThat(verify.exitCode()).isZero();
        CommandRun repository = CommandRun.of("model", "verify", "nobody/nothing");
        assertThat(repository.exitCode()).isEqualTo(1);
        assertThat(repository.err()).contains("deepgen model pull nobody/nothing");
    }

    @Test
    void theReleaseIsForecastWithoutItsFiles() {
        CommandRun forecast =
                CommandRun.of("model", "info", "--forecast", "--preset", "deepgen-1.0", "--dtype", "bf16");
        assertThat(forecast.exitCode()).isZero();
        assertThat(forecast.out().lines().filter(line -> line.startsWith("peak")))
                .hasSize(2);
        assertThat(CommandRun.of("model", "info", "--preset", "nano").exitCode())
                .isEqualTo(2);
        assertThat(CommandRun.of("model", "info").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("model", "info", "nano", "--forecast", "--preset", "nano")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void manyDifferencesAreCounted() throws IOException {
        Path folder = temporary.resolve("model");
        CommandRun.of("model", "init", "--preset", "tiny", folder);
        Path vae = folder.resolve("vae/diffusion_pytorch_model.safetensors");
        Files.copy(folder.resolve("connector/model.safetensors"), vae, StandardCopyOption.REPLACE_EXISTING);
        assertThat(CommandRun.of("model", "verify", folder).out())
                .containsPattern("(?m)^\\d+ more in vae \\(--json lists all\\)$");
    }

    @Test
    void absentFoldersAreFailures() {
        assertThat(CommandRun.of("model", "info", temporary.resolve("absent").toString())
                        .exitCode())
                .isEqualTo(1);
        CommandRun verify =
                CommandRun.of("model", "verify", temporary.resolve("absent").toString());
        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.err()).startsWith("deepgen: ").contains("no such folder");
    }
}
