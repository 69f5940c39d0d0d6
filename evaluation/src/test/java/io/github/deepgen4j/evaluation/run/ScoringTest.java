// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.Judgement.Failed;
import io.github.deepgen4j.evaluation.benchmark.Judgement.Verdict;
import io.github.deepgen4j.evaluation.benchmark.Manifest.Entry;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folder, scores and report, over a benchmark that wants images to begin with a bright byte. */
class ScoresTest {
    private static final Manifest.Settings SETTINGS = new Manifest.Settings("m", "f", "F32", 2, 4.0, 42, "default");

    @TempDir
    private Path folder;

    private record Plain(String group, int number) implements Item {
        @Override
        public String prompt() {
            return group + " " + number / 2;
        }

        @Override
        public boolean edits() {
            return group.equals("edit");
        }

        @Override
        public long seedOffset() {
            return number;
        }
    }

    private static Judgement judge(Drawn drawn) {
        int value = drawn.image().rgb()[0] & 0xff;
        return new Verdict(
                value > 99,
                drawn.item().number() == 0
                        ? Map.of("light", value / 255.0)
                        : new TreeMap<>(Map.of("light", 1.0, "warm_dB", 3.0)));
    }

    /** Gives no judgement the first times it is asked for an image. */
    private static final class Moody implements Scorer {
        private int left;

        private Moody(int failures) {
            this.left = failures;
        }

        @Override
        public List<Judgement> score(List<Drawn> images) {
            return images.stream().map(this::score).toList();
        }

        private Judgement score(Drawn drawn) {
            return left-- > 0 ? new Failed("not now") : judge(drawn);
        }
    }

    private record Brightness(Scorer scorer) implements Benchmark {
        private Brightness() {
            this(new Moody(0));
        }

        @Override
        public Image reference(Item item) {
            return image(9);
        }

        @Override
        public String name() {
            return "brightness";
        }

        @Override
        public List<String> splits() {
            return List.of("all");
        }

        @Override
        public List<Group> groups(String split) {
            return List.of(new Group("draw", false), new Group("edit", true));
        }

        @Override
        public List<Item> items(Selection selection) {
            List<Item> items = new ArrayList<>();
            for (String group : selection.groups()) {
                for (int i = 0; i < selection.perGroup(); i++) {
                    items.add(new Plain(group, i));
                }
            }
            return items;
        }
    }

    private static Image image(int value) {
        byte[] rgb = new byte[3 * 4 * 4];
        Arrays.fill(rgb, (byte) value);
        return Image.of(4, 4, rgb);
    }

    private Manifest drawn(int perGroup) throws IOException {
        Selection selection = new Selection("all", List.of("draw", "edit"), perGroup);
        List<Entry> entries = new ArrayList<>();
        for (Item item : new Brightness().items(selection)) {
            String name = item.group() + "/" + item.number() + ".png";
            Files.createDirectories(folder.resolve(item.group()));
            image(item.number() == 0 ? 51 : 255).writePng(folder.resolve(name));
            boolean edit = item.edits();
            entries.add(new Entry(item.group(), item.number(), item.prompt(), 42, name, edit ? name : ""));
        }
        Manifest manifest = new Manifest("brightness", selection, SETTINGS, entries);
        manifest.write(folder);
        return manifest;
    }

    @Test
    void scoresAreWrittenReadAndReported() throws IOException {
        drawn(4);
        Scores scores = Scores.of(new Brightness(), folder);
        assertThat(Scores.read(folder)).isEqualTo(scores);
        GroupScore draw = scores.groups().getFirst();
        assertThat(draw.passed()).isEqualTo(3);
        assertThat(draw.prompts()).isEqualTo(2);
        assertThat(draw.rate()).isEqualTo(0.75);
        assertThat(draw.measures()).containsEntry("warm_dB", 3.0);
        assertThat(draw.measures().get("light")).isEqualTo(0.8, within(1e-9));
        String report = Files.readString(Report.write(scores, folder));
        assertThat(report)
                .contains("| draw | 4 | 2 | 75.0 % (30.1-95.4) | 80.0 % | 3.0 |")
                .contains("## Edits", "| **all** | 4 |  | **75.0 %** (30.1-95.4) |  |  |");
        assertThat(Image.read(folder.resolve("report.png")).height()).isEqualTo(2 * 72);
        assertThat(Files.readString(folder.resolve("model-index.yaml")))
                .contains("task: {type: image-to-image}", "{type: accuracy, name: passed, value: 0.7500}");
    }

    /** Byte for byte: of two folders people compare files. */
    @Test
    void filesStayAsTheyWere() throws Exception {
        drawn(4);
        Report.write(Scores.of(new Brightness(), folder), folder);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String file : List.of("manifest.json", "scores.json", "report.md", "model-index.yaml")) {
            digest.update(Files.readAllBytes(folder.resolve(file)));
        }
        digest.update(Image.read(folder.resolve("report.png")).rgb());
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("de124830400380ede9544b9fc55e9e1f42330b1e0ab83f8706cafdabd205cddc");
    }

    @Test
    void anIncompleteFolderIsRefused() throws IOException {
        drawn(2);
        Files.delete(folder.resolve("edit/1.png"));
        assertThatThrownBy(() -> Scores.of(new Brightness(), folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1 of 4 images are missing, the first is edit/1.png");
        Files.writeString(folder.resolve("manifest.json"), "{");
        assertThatThrownBy(() -> Scores.of(new Brightness(), folder)).hasMessageContaining("damaged");
        Files.delete(folder.resolve("manifest.json"));
        assertThatThrownBy(() -> Scores.of(new Brightness(), folder)).hasMessageContaining("evaluate generate");
    }

    @Test
    void imagesOfOtherPromptsOrSettingsAreRefused() throws IOException {
        Manifest manifest = drawn(1);
        Entry first = manifest.images().getFirst();
        Entry other = new Entry(first.group(), 0, "another prompt", 42, first.file(), "");
        new Manifest(
                        "brightness",
                        manifest.selection(),
                        SETTINGS,
                        List.of(other, manifest.images().get(1)))
                .write(folder);
        assertThatThrownBy(() -> Scores.of(new Brightness(), folder)).hasMessageContaining("another prompt");
        Manifest.Settings slower = new Manifest.Settings("m", "f", "F32", 3, 4.0, 42, "default");
        Manifest changed = new Manifest("brightness", manifest.selection(), slower, manifest.images());
        assertThatThrownBy(() -> changed.requireContinues(manifest, folder)).hasMessageContaining("steps=3");
    }

    @Test
    void scoresOfWhatTheFolderNoLongerHoldsAreRefused() throws IOException {
        Manifest manifest = drawn(1);
        Scores.of(new Brightness(), folder);
        Manifest.Settings slower = new Manifest.Settings("m", "f", "F32", 3, 4.0, 42, "default");
        new Manifest("brightness", manifest.selection(), slower, manifest.images()).write(folder);
        assertThatThrownBy(() -> Scores.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("run deepgen evaluate score");
    }

    @Test
    void whatFailedIsAskedForAgain() throws IOException {
        drawn(4);
        Scores scores = Scores.of(new Brightness(new Moody(8)), folder);
        assertThat(scores).isEqualTo(Scores.of(new Brightness(), folder));
    }

    @Test
    void anImageWithoutAJudgementIsNoZero() throws IOException {
        drawn(4);
        Scores scores = Scores.of(new Brightness(new Moody(9)), folder);
        assertThat(scores.images().getFirst().judgement()).isEqualTo(new Failed("not now"));
        assertThat(Files.readString(folder.resolve("scores.json"))).contains("\"failed\" : \"not now\"");
        assertThat(Scores.read(folder)).isEqualTo(scores);
        assertThatThrownBy(() -> Report.write(scores, folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1 of 8 images could not be judged, the first is draw/0.png: not now");
    }

    @Test
    void foldersOfEarlierVersionsAreRead() throws IOException {
        drawn(2);
        Scores scores = Scores.of(new Brightness(), folder);
        for (String file : List.of("manifest.json", "scores.json")) {
            String now = Files.readString(folder.resolve(file));
            Files.writeString(
                    folder.resolve(file),
                    now.replace("\"images\" :", "\"pictures\" :").replace("\"image\" :", "\"picture\" :"));
        }
        assertThat(Files.readString(folder.resolve("scores.json"))).contains("\"pictures\"", "\"picture\"");
        assertThat(Scores.read(folder)).isEqualTo(scores);
    }

    @Test
    void intervalsAreWilsons() {
        assertThat(Wilson.of(0, 10).low()).isZero();
        assertThat(Wilson.of(0, 10).high()).isEqualTo(0.2775, within(1e-4));
        assertThat(Wilson.of(10, 10).high()).isEqualTo(1);
        assertThat(Wilson.of(50, 100).low()).isEqualTo(0.4038, within(1e-4));
        assertThat(Wilson.of(50, 100).high()).isEqualTo(0.5962, within(1e-4));
    }
}
