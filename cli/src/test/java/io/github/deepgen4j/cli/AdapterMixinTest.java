// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.lora.Adapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

/** {@code --lora} and {@code --mask}, and what {@code reproduce} makes of them. */
class AdapterMixinTest {
    private static final Path GOLDEN = Path.of(System.getProperty("deepgen.golden"));

    @TempDir
    Path folder;

    private static Adapter convert(String text) {
        return new AdapterMixin.Converter().convert(text);
    }

    @Test
    void aStrengthFollowsTheLastColon() throws IOException {
        assertThat(convert("a.safetensors:0.8")).isEqualTo(Adapter.of(Path.of("a.safetensors"), 0.8));
        assertThat(convert("runs/a/lora:-1")).isEqualTo(Adapter.of(Path.of("runs/a/lora"), -1));
        assertThat(convert("a.safetensors")).isEqualTo(Adapter.of(Path.of("a.safetensors")));
        assertThat(convert("C:/b/a.safetensors")).isEqualTo(Adapter.of(Path.of("C:/b/a.safetensors")));
        Path named = Files.createFile(folder.resolve("style:2"));
        assertThat(convert(named.toString())).isEqualTo(Adapter.of(named));
        for (String wrong : new String[] {"a.safetensors:", "a.safetensors:strong", "a:1e999", "a:NaN"}) {
            assertThatThrownBy(() -> convert(wrong))
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessageContaining(wrong);
        }
    }

    @Test
    void reproduceFindsTheAdaptersAndTheMask() {
        byte[] grey = new byte[3 * 64 * 64];
        Arrays.fill(grey, (byte) 128);
        Path photo = folder.resolve("photo.png");
        Image.of(64, 64, grey).writePng(photo);
        Arrays.fill(grey, 0, grey.length / 2, (byte) 255);
        Arrays.fill(grey, grey.length / 2, grey.length, (byte) 0);
        Path mask = folder.resolve("mask.png");
        Image.of(64, 64, grey).writePng(mask);
        Path out = folder.resolve("out.png");
        CommandRun run = CommandRun.of(
                "edit",
                photo.toString(),
                "-p",
                "a red circle",
                "-m",
                GOLDEN.resolve("tiny").toString(),
                "--resize",
                "none",
                "--steps",
                "1",
                "-o",
                out.toString(),
                "--mask",
                mask.toString(),
                "--lora",
                GOLDEN.resolve("lora/peft") + ":0.5");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(CommandRun.of("reproduce", out.toString()).out()).startsWith("identical");
        assertThat(CommandRun.of("reproduce", out.toString(), "--mask", photo.toString())
                        .err())
                .contains("mask expected " + mask);
        assertThat(CommandRun.of("reproduce", out.toString(), "--lora", folder.toString())
                        .err())
                .contains(folder.toString());
    }
}
