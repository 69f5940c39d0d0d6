// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        Path mix =
                Files.writeString(folder.resolve("mix.yaml"), "datasets:\n  - name: a\n    path: a.txt\n  - name: b\n");
        file = Files.writeString(
                folder.resolve("run.yaml"),
                "objective:\n  prompts: %s\n  rewards:\n    services:\n      hps: {url: x}\n".formatted(mix));
    }

    private String located(String field) {
        String message =
                Places.located(file, ConfigException.at(field, "wrong", null)).getMessage();
        return message.replace(folder + "/", "");
    }

    @Test
    void aFieldHasItsLine() {
        assertThat(located("objective.rewards.services.hps.url"))
                .isEqualTo("run.yaml:5: objective.rewards.services.hps.url: wrong");
    }

    @Test
    void aFieldInAFileOfItsOwnHasItsLineThere() {
        assertThat(located("objective.prompts.datasets.1")).startsWith("mix.yaml:4: objective.prompts.datasets.1");
    }

    @Test
    void aFieldThatIsNotWrittenHasThePlaceOfItsNearestParent() {
        assertThat(located("objective.rewards.services.ocr.url")).startsWith("run.yaml:4: ");
        assertThat(located("objective.rewards.services.hps.folder.x")).startsWith("run.yaml:5: ");
    }

    @Test
    void aRefusalOfNoFieldStaysAsItIs() {
        var refused = new ConfigException("no field");
        assertThat(Places.located(file, refused)).isSameAs(refused);
    }
}
