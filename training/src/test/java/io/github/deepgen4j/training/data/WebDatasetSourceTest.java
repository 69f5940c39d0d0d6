// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebDatasetSourceTest {
    @TempDir
    private Path folder;

    private Path tar(String name, Map<String, byte[]> members) throws IOException {
        Path file = folder.resolve(name);
        try (var tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
                entry.setSize(member.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(member.getValue());
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    private static byte[] png(long seed) {
        return TestData.image(96, 96, seed).png(Map.of());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Source open(SourceConfig.WebDataset config) {
        return config.open(ImageChecks.REFERENCE, 5);
    }

    @Test
    void membersOfOneNameAreASample() throws IOException {
        String longName = "a-folder-with-a-long-name/".repeat(6) + "v1.5/0001";
        Map<String, byte[]> first = new LinkedHashMap<>();
        first.put(longName + ".png", png(1));
        first.put(longName + ".txt", utf8("a cät"));
        first.put(longName + ".cls", utf8("7"));
        first.put("README", utf8("not a sample"));
        tar("b.tar", first);
        tar("a.tar", Map.of("0.txt", utf8("no image")));
        Source source = open(new SourceConfig.WebDataset(folder, null, null, null));
        assertThat(source.size()).isEqualTo(2);
        assertThat(source.type()).isEqualTo(SampleType.TEXT_TO_IMAGE);
        Sample sample = source.read(1);
        assertThat(sample.text()).isEqualTo("a cät");
        assertThat(sample.target().rgb()).isEqualTo(TestData.image(96, 96, 1).rgb());
        assertThatThrownBy(() -> source.read(0))
                .isInstanceOf(BadSampleException.class)
                .hasMessageContaining("a.tar[0]")
                .hasMessageContaining("jpg;jpeg;png;webp");
    }

    @Test
    void editsAndTextsInJsonAreRead() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("7.in0.png", png(1));
        members.put("7.in1.png", png(2));
        members.put("7.out.png", png(3));
        members.put("7.json", utf8("{\"instruction\": \"turn it\"}"));
        members.put("8.json", utf8("{"));
        Path file = tar("e.tar", members);
        Source source = open(new SourceConfig.WebDataset(
                file, "out.jpg;out.png", List.of("in0.png", "in1.png"), "json:instruction"));
        Sample sample = source.read(0);
        assertThat(sample.type()).isEqualTo(SampleType.IMAGE_TO_IMAGE);
        assertThat(sample.text()).isEqualTo("turn it");
        assertThat(sample.references()).hasSize(2);
        assertThat(sample.target().rgb()).isEqualTo(TestData.image(96, 96, 3).rgb());
        assertThatThrownBy(() -> source.read(1)).isInstanceOf(BadSampleException.class);
    }

    @Test
    void whatIsNoWholeTarCannotBeOpened() throws IOException {
        Path cut = tar("cut.tar", Map.of("0.png", png(1), "0.txt", utf8("t")));
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 1000));
        Path text = TestData.text(folder.resolve("text.tar"), "x".repeat(2000));
        Path empty = tar("empty.tar", Map.of("0.cls", utf8("7")));
        for (Path file : List.of(cut, text, empty)) {
            assertThatThrownBy(() -> open(new SourceConfig.WebDataset(file, null, null, null))
                            .read(0))
                    .isInstanceOfAny(DataException.class, BadSampleException.class)
                    .hasMessageContaining(file.toString());
        }
    }
}
