// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.engines.Tiny;
import io.github.deepgen4j.evaluation.benchmark.geneval.ClipColours;
import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Silhouette;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Similarity, colours and answers of tiny networks. */
class ClipTest {
    @Test
    void colourWordsAreSimilarToTheirColours() {
        try (OnnxClip clip = OnnxClip.open(Tiny.folder("clip"))) {
            Image red = Tiny.plain(40, 30, Tiny.RED);
            assertThat(clip.cosine(red, "a photo of a red cup")).isCloseTo(1, within(1e-3));
            assertThat(clip.cosine(red, "a photo of a green cup")).isCloseTo(-1.0 / 3, within(1e-2));
            assertThat(clip.embed(red)).hasSize(3);
        }
    }

    @Test
    void aLongTextIsCutOff() {
        try (OnnxClip clip = OnnxClip.open(Tiny.folder("clip"))) {
            float[] cut = clip.embed("a a a a a a a a a a red");
            assertThat(cut).containsExactly(clip.embed("a a a a a a a a a a green"), within(0f));
            assertThat(clip.embed("")).hasSize(3);
        }
    }

    @Test
    void coloursAreThoseOfTheObjectsOwnPixels() {
        Image image = Tiny.with(Tiny.plain(64, 64, Tiny.BLUE), 10, 10, 30, 30, Tiny.RED);
        BitSet own = new BitSet();
        for (int y = 10; y < 30; y++) {
            own.set(y * 64 + 10, y * 64 + 30);
        }
        Box wide = new Box(8, 8, 32, 32);
        try (OnnxClip clip = OnnxClip.open(Tiny.folder("clip"));
                ClipColours colours = new ClipColours(clip)) {
            assertThat(colours.colours(
                            image,
                            "cup",
                            List.of(
                                    new Detection(new Box(10, 10, 30, 30), 0.9f),
                                    new Detection(wide, 0.9f, Optional.of(new Silhouette(new Size(64, 64), own))),
                                    new Detection(new Box(0, 0, 60, 60), 0.9f))))
                    .containsExactly(BasicColour.RED, BasicColour.RED, BasicColour.BLUE);
            assertThat(colours.fingerprint().toString()).contains("tiny-clip");
        }
    }

    @Test
    void questionsAreAnsweredAboutTheImage() {
        try (OnnxQuestions vqa = OnnxQuestions.open(Tiny.folder("vqa"))) {
            assertThat(vqa.answers(
                            Tiny.plain(20, 20, Tiny.GREEN), List.of("is it red ?", "is it green ?", "Is it GREEN?")))
                    .containsExactly("no", "yes", "yes");
        }
    }
}
