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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebDatasetSourceTest {
    @TempDir
    private Path folder;

    private Path tar(String name, Map<String, byte[]> members) {
        return TestData.tar(folder.resolve(name), members);
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
        Source source = open(new SourceConfig.WebDataset(folder));
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
            assertThatThrownBy(() -> open(new SourceConfig.WebDataset(file)).read(0))
                    .isInstanceOfAny(DataException.class, BadSampleException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void whatIsNotUsedIsCounted() {
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (String name : List.of("1.JPG", "1.TXT", "2.png", "2.jpg", "2.txt", "photo v2.0.jpg", "22.05.txt")) {
            members.put(name, utf8("x"));
        }
        members.put("._1.jpg", utf8("x"));
        members.put("3.tif", utf8("x"));
        members.put("3.json", utf8("{}"));
        members.put("3.cls", utf8("7"));
        Source source = open(new SourceConfig.WebDataset(tar("a.tar", members)));
        assertThat(source.size()).isEqualTo(2);
        Inventory inventory = source.inventory();
        assertThat(inventory.used()).isEqualTo(4);
        assertThat(inventory.seen()).isEqualTo(10); // all but 3.cls
        assertThat(inventory.lines())
                .containsExactlyInAnyOrder(
                        "1 left out, WebDataset cuts a name at its first dot, so their ending is not jpg: photo"
                                + " v2.0.jpg",
                        "1 left out, WebDataset cuts a name at its first dot, so their ending is not txt: 22.05.txt",
                        "1 left out, hidden files: ._1.jpg",
                        "1 left out, images of formats that are not read: 3.tif",
                        "1 left out, their ending json is not asked for: 3.json",
                        "1 left out, another member of the sample is taken: 2.png");
    }

    @Test
    void aTarOfNothingUsefulSaysWhatItHolds() {
        Path dots = tar("dots.tar", Map.of("22.05.jpg", png(1), "22.05.txt", utf8("t")));
        assertThatThrownBy(() -> open(new SourceConfig.WebDataset(dots)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found none; ")
                .hasMessageContaining("cuts a name at its first dot")
                .hasMessageContaining("22.05.jpg");
    }

    @Test
    void aMemberTwiceIsRefused() {
        Path twice = tar("twice.tar", Map.of("1.jpg", png(1), "1.JPG", png(2), "1.txt", utf8("t")));
        assertThatThrownBy(() -> open(new SourceConfig.WebDataset(twice)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("twice.tar: expected each member once");
    }

    @Test
    void aTarThatWasCutOffIsNoticed() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("1.txt", utf8("first"));
        members.put("1.png", utf8("x"));
        members.put("2.txt", utf8("second"));
        members.put("2.png", utf8("x"));
        byte[] whole = Files.readAllBytes(tar("whole.tar", members));
        for (int length : new int[] {2048, 2560, 4096, 4608}) { // between members, and after one empty block of two
            Path cut = Files.write(folder.resolve("cut.tar"), java.util.Arrays.copyOf(whole, length));
            if (length % 1024 == 0) {
                Source source = open(new SourceConfig.WebDataset(cut));
                assertThat(source.size()).isEqualTo(length / 2048);
                assertThat(source.inventory().damage())
                        .containsExactly(cut + ": the two empty blocks that end a tar are missing after byte " + length
                                + ": members may have been cut off");
            }
        }
        for (int length : new int[] {2100, 2559, 2563, 3000}) { // inside a header, inside a member
            Path cut = Files.write(folder.resolve("cut.tar"), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> open(new SourceConfig.WebDataset(cut)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("cut.tar: not a whole tar (");
        }
        byte[] doubled = java.util.Arrays.copyOf(whole, 2 * whole.length);
        System.arraycopy(whole, 0, doubled, whole.length, whole.length);
        Path two = Files.write(folder.resolve("two.tar"), doubled);
        assertThat(open(new SourceConfig.WebDataset(two)).inventory().damage())
                .singleElement()
                .asString()
                .contains("more follows at byte " + whole.length);
        Path packed = Files.write(folder.resolve("packed.tar"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0});
        assertThatThrownBy(() -> open(new SourceConfig.WebDataset(packed)))
                .hasMessageContaining("found one compressed with gzip");
    }
}
