// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.training.data.DataConfig.GroupConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLoaderTest {
    private static final Seed SEED = new Seed(9);

    @TempDir
    private Path folder;

    private Path edits;
    private Path texts;

    @BeforeEach
    void write() {
        edits = TestData.edits(folder.resolve("e"), 5);
        texts = TestData.t2i(folder.resolve("t"), 12);
    }

    private DataConfig config(double unconditional, int prefetch, int retries, int maxBad) {
        return new DataConfig(
                new ImageProcess(ImageProcess.Mode.FIX_PIXELS, 64, 32),
                ImageChecks.REFERENCE,
                new DataConfig.Text(unconditional, 0),
                2,
                true,
                new DataConfig.Loader(prefetch, retries, maxBad),
                List.of(
                        new GroupConfig(1, 2, List.of(new SourceConfig.Edit(edits, folder.resolve("e/pictures")))),
                        new GroupConfig(
                                2, 3, List.of(new SourceConfig.TextToImageSft(texts, folder.resolve("t/pictures"))))));
    }

    private static List<String> texts(Batch batch) {
        return batch.samples().stream().map(Sample::text).toList();
    }

    @Test
    void batchesAlternateAsTheGroupsSay() {
        try (DataLoader loader = DataLoader.open(config(0, 3, 2, 5), SEED)) {
            List<String> editsSeen = new ArrayList<>();
            List<String> textsSeen = new ArrayList<>();
            for (int n = 0; n < 6; n++) {
                Batch batch = loader.batch(n);
                boolean edit = n % 3 == 0;
                assertThat(batch.number()).isEqualTo(n);
                assertThat(batch.type()).isEqualTo(edit ? SampleType.IMAGE_TO_IMAGE : SampleType.TEXT_TO_IMAGE);
                (edit ? editsSeen : textsSeen).addAll(texts(batch));
                for (Sample sample : batch.samples()) {
                    assertThat(sample.references()).hasSize(edit ? 2 : 0);
                    assertThat(sample.target().size()).hasToString("64x64");
                }
            }
            assertThat(editsSeen).hasSize(4).doesNotHaveDuplicates();
            assertThat(textsSeen).hasSize(12).doesNotHaveDuplicates();
            assertThat(loader.cycle()).isEqualTo(3);
        }
    }

    @Test
    void aResumedRunReadsTheSameBatches() throws IOException {
        Files.delete(folder.resolve("t/pictures/3.png")); // replacements must be the same, too
        DataConfig config = config(0.5, 2, 5, 5);
        List<List<String>> walked = new ArrayList<>();
        try (DataLoader loader = DataLoader.open(config, SEED)) {
            for (int n = 0; n < 20; n++) {
                walked.add(texts(loader.batch(n)));
            }
            assertThat(texts(loader.batch(4))).isEqualTo(walked.get(4)); // seeking back
        }
        try (DataLoader loader = DataLoader.open(config, SEED)) {
            for (int n = 13; n < 20; n++) {
                assertThat(texts(loader.batch(n))).isEqualTo(walked.get(n));
            }
        }
        assertThat(walked.stream().flatMap(List::stream)).contains("").doesNotContain("text 3");
    }

    @Test
    void badSamplesAreReplacedAndReported() throws IOException {
        Files.delete(folder.resolve("t/pictures/3.png"));
        Files.writeString(folder.resolve("t/pictures/7.png"), "no image");
        Queue<BadSamples.Bad> skipped = new ConcurrentLinkedQueue<>();
        try (DataLoader loader =
                DataLoader.open(config(0, 1, 8, 2), SEED, number -> number + 1, Limits.NONE, skipped::add)) {
            for (int n = 0; n < 12; n++) {
                assertThat(loader.batch(n).samples()).hasSize(n % 3 == 0 ? 2 : 3);
            }
        }
        assertThat(skipped)
                .hasSize(2) // each once
                .noneMatch(BadSamples.Bad::refused)
                .anyMatch(bad -> bad.index() == 3 && bad.reason().contains("3.png"))
                .anyMatch(bad -> bad.index() == 7
                        && bad.reason().contains("7.png")
                        && bad.reason().contains("expected PNG"));
    }

    @Test
    void theBudgetEndsTheRunWithAMessage() throws IOException {
        Files.delete(folder.resolve("t/pictures/3.png"));
        Files.delete(folder.resolve("t/pictures/7.png"));
        try (DataLoader loader = DataLoader.open(config(0, 0, 8, 1), SEED)) {
            assertThatThrownBy(() -> {
                        for (int n = 0; n < 12; n++) {
                            loader.batch(n);
                        }
                    })
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("at most 1 bad samples, found 2")
                    .hasMessageContaining(".png");
        }
    }

    /** Of millions of images from the web many are too small; that says nothing about the data set. */
    @Test
    void refusedImagesAreToldButDoNotCountForTheBudget() {
        for (int i = 0; i < 6; i++) {
            TestData.png(folder.resolve("t/pictures/" + i + ".png"), 96, 60, i);
        }
        Queue<BadSamples.Bad> skipped = new ConcurrentLinkedQueue<>();
        try (DataLoader loader =
                DataLoader.open(checked(20, 0), SEED, number -> number + 1, Limits.NONE, skipped::add)) {
            for (int n = 0; n < 12; n++) {
                assertThat(loader.batch(n).samples())
                        .noneMatch(sample -> sample.text().matches("text [0-5]"));
            }
        }
        assertThat(skipped)
                .hasSize(6)
                .allMatch(bad -> bad.refused() && bad.reason().contains("longer than 80"));
    }

    @Test
    void aSourceOfWhichAllIsRefusedEndsTheRunAfterTheRetries() {
        for (int i = 0; i < 12; i++) {
            TestData.png(folder.resolve("t/pictures/" + i + ".png"), 96, 60, i);
        }
        try (DataLoader loader = DataLoader.open(checked(3, 100), SEED)) {
            assertThatThrownBy(() -> loader.batch(1))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("4 bad samples in a row");
        }
    }

    /** The reference's checks for all images. */
    private DataConfig checked(int retries, int maxBad) {
        DataConfig config = config(0, 1, retries, maxBad);
        return new DataConfig(
                config.image(),
                new ImageChecks(80, 10, true),
                config.text(),
                config.maxRefs(),
                config.shuffle(),
                config.loader(),
                config.groups());
    }

    @Test
    void aFolderThatIsGoneEndsTheRunAfterTheRetries() throws IOException {
        Files.move(folder.resolve("e/pictures"), folder.resolve("e/elsewhere"));
        try (DataLoader loader = DataLoader.open(config(0, 1, 3, 100), SEED)) {
            assertThatThrownBy(() -> loader.batch(0))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("4 bad samples in a row");
        }
    }

    @Test
    void noMoreIsReadAheadThanAsked() throws IOException {
        Files.move(folder.resolve("t/pictures"), folder.resolve("t/elsewhere"));
        Queue<BadSamples.Bad> skipped = new ConcurrentLinkedQueue<>();
        try (DataLoader loader =
                DataLoader.open(config(0, 1, 0, 100), SEED, number -> number + 1, Limits.NONE, skipped::add)) {
            assertThat(loader.batch(0).samples()).hasSize(2); // what fails further ahead does not matter yet
        }
        assertThat(skipped).hasSizeLessThanOrEqualTo(3); // micro-batch 1, but not 2
    }

    @Test
    void aBatchThatCannotBeReadFailsWhenItIsDue() throws IOException {
        Files.move(folder.resolve("t/pictures"), folder.resolve("t/elsewhere"));
        try (DataLoader loader = DataLoader.open(config(0, 5, 0, 100), SEED)) {
            assertThat(loader.batch(0).samples()).hasSize(2);
            assertThatThrownBy(() -> loader.batch(1)).isInstanceOf(DataException.class);
            assertThat(loader.batch(3).samples()).hasSize(2);
        }
    }

    @Test
    void closingEndsItsThreadsAndForbidsUse() {
        DataLoader loader = DataLoader.open(config(0, 8, 2, 5), SEED);
        loader.batch(0);
        loader.close();
        loader.close();
        assertThatThrownBy(() -> loader.batch(1)).isInstanceOf(IllegalStateException.class);
    }
}
