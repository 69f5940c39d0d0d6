// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CvtgDataTest {
    @TempDir
    Path data;

    @BeforeEach
    void writeFiles() throws IOException {
        for (String subset : List.of("CVTG", "CVTG-style")) {
            for (int area : CvtgData.AREAS) {
                write(subset + "/" + area + ".json", IntStream.range(0, 250));
            }
        }
    }

    private void write(String file, IntStream indices) throws IOException {
        String rows = indices.mapToObj(index -> "{\"index\": %d, \"prompt\": \"a sign '%s %d'\"}"
                        .formatted(index, file.replace('/', ' '), index))
                .collect(Collectors.joining(",\n"));
        Files.createDirectories(data.resolve(file).getParent());
        Files.writeString(data.resolve(file), "{\"data_list\": [\n" + rows + "\n]}");
    }

    @Test
    void itemsStandInTheOrderOfDrawingWhateverTheFoldersCase() throws IOException {
        List<CvtgItem> items = CvtgData.read(data);
        assertThat(items).hasSize(CvtgData.ITEMS);
        assertThat(items.getFirst().id()).isEqualTo("CVTG/2/0");
        assertThat(items.get(250).id()).isEqualTo("CVTG-Style/2/0");
        assertThat(items.get(500).id()).isEqualTo("CVTG/3/0");
        assertThat(items.get(499).words()).containsExactly("cvtg-style", "2.json", "249");
        Files.move(data.resolve("CVTG-style"), data.resolve("CVTG-Style"));
        assertThat(CvtgData.read(data)).isEqualTo(items);
    }

    @Test
    void damageIsRefusedWithFileAndLine() throws IOException {
        write("CVTG/3.json", IntStream.of(0, 1, 1));
        assertThatThrownBy(() -> CvtgData.read(data))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("3.json:4: [2]: index expected once in the data, found 1 again");
        write("CVTG/3.json", IntStream.range(0, 249));
        assertThatThrownBy(() -> CvtgData.read(data))
                .hasMessageContaining("expected 2000 prompts")
                .hasMessageContaining("found 1999");
        Files.writeString(data.resolve("CVTG/3.json"), "{\"data_list\": [\n{\"index\": \"0\", \"prompt\": \"a\"}]}");
        assertThatThrownBy(() -> CvtgData.read(data))
                .hasMessageContaining("3.json:2: [0]: index expected a whole number");
        Files.delete(data.resolve("CVTG/3.json"));
        assertThatThrownBy(() -> CvtgData.read(data)).hasMessageContaining("3.json: file not found");
    }
}
