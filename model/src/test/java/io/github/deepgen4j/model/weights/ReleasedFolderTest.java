// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasedFolderTest {
    private static final List<String> KEPT = List.of(
            "LICENSE.md",
            "README.md",
            "assets/sheet.png",
            "model_index.json",
            "pipeline.py",
            "tokenizer/merges.txt",
            "transformer/config.json",
            "vlm/LICENSE",
            "vlm/generation_config.json");
    private static final List<String> LEFT = List.of(
            ".gitattributes",
            ".cache/huggingface/x.json",
            "SHA256SUMS",
            "lora/adapter_config.json",
            "lora/adapter_model.safetensors",
            "model.pt",
            "transformer/diffusion_pytorch_model.safetensors",
            "vae/diffusion_pytorch_model.bin",
            "vlm/model-00001-of-00002.safetensors",
            "vlm/model.safetensors.index.json");

    @TempDir
    private Path folder;

    @Test
    void copiesEverythingButWeights() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        for (String file : Stream.concat(KEPT.stream(), LEFT.stream()).toList()) {
            Files.createDirectories(model.resolve(file).getParent());
            Files.writeString(model.resolve(file), file);
        }
        Path linked = Files.writeString(folder.resolve("blob"), "linked");
        Files.createSymbolicLink(model.resolve("notice.txt"), linked);
        Path target = model.resolve("runs/a/model"); // inside of what is copied
        ReleasedFolder.copyAllButWeights(model, target);
        try (Stream<Path> copied = Files.walk(target)) {
            assertThat(copied.filter(Files::isRegularFile)
                            .map(file -> target.relativize(file).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(KEPT.stream(), Stream.of("notice.txt"))
                            .toList());
        }
        assertThat(target.resolve("tokenizer/merges.txt")).hasContent("tokenizer/merges.txt");
        assertThat(target.resolve("notice.txt")).hasContent("linked").isRegularFile();
    }
}
