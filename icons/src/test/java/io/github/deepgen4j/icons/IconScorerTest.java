// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.icons.scene.IconScene;
import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.scene.Word;
import io.github.deepgen4j.icons.scoring.IconScore;
import io.github.deepgen4j.icons.scoring.IconScorer;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.scene.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IconScorerTest {
    private static final IconExamples ICONS = new IconExamples(Sample.FOLDERS, IconSplit.TRAIN, 96, Map.of());
    private static final IconScorer SCORER = ICONS.scorer();
    private static final int SIDE = 96;

    private static IconExample draw(IconKind kind, RandomGenerator random) {
        return ICONS.example(Map.of(kind, 1.0), Sample.ALL, random);
    }

    private static IconScore score(Image image, IconExample example) {
        return example.before()
                .map(before -> SCORER.score(image, before, example.scene()))
                .orElseGet(() -> SCORER.score(image, example.scene()));
    }

    @ParameterizedTest
    @EnumSource(IconKind.class)
    void renderingsPassAlsoWithNoise(IconKind kind) {
        RandomGenerator random = Choices.random(kind.ordinal());
        for (int i = 0; i < 12; i++) {
            IconExample example = draw(kind, random);
            Image right = ICONS.render(example.scene());
            assertThat(score(right, example)).as(example.prompt()).matches(IconScore::passed);
            assertThat(score(noisy(right, 6, random), example))
                    .as(example.prompt())
                    .matches(IconScore::passed);
        }
    }

    @ParameterizedTest
    @EnumSource(IconKind.class)
    void whatIsNotDoneOrRuinedFails(IconKind kind) {
        RandomGenerator random = Choices.random(100 + kind.ordinal());
        for (int i = 0; i < 12; i++) {
            IconExample example = draw(kind, random);
            Image right = ICONS.render(example.scene());
            example.before()
                    .map(ICONS::render)
                    .filter(before -> !before.sha256().equals(right.sha256()))
                    .ifPresent(before -> assertThat(score(before, example).passed())
                            .as("not done: " + example.prompt())
                            .isFalse());
            assertThat(score(noisy(right, 160, random), example).passed())
                    .as("noise")
                    .isFalse();
            assertThat(score(ICONS.render(new IconScene(example.scene().ground(), List.of())), example)
                            .passed())
                    .as("nothing drawn")
                    .isFalse();
        }
    }

    @Test
    void aWrongThingStyleBackgroundPlaceLetterAndAddition() {
        List<Icon> icons = ICONS.catalogue().icons();
        Icon cat = icon(icons, "1f408", "noto");
        Icon other = icons.stream()
                .filter(icon -> !icon.thing().equals("1f408") && icon.style().equals("noto"))
                .findFirst()
                .orElseThrow();
        IconScene wanted = new IconScene(
                Colour.CYAN, List.of(new Placed(cat, 0.5, 0.38, 0.62)), Optional.of(new Word("CAT", Word.LARGE)));
        assertThat(SCORER.score(ICONS.render(wanted), wanted).passed()).isTrue();
        IconScene thing = wanted.showing(List.of(wanted.things().getFirst().with(other)));
        assertThat(SCORER.score(ICONS.render(thing), wanted).things()).isZero();
        IconScene style = wanted.showing(List.of(wanted.things().getFirst().with(icon(icons, "1f408", "twemoji"))));
        IconScore styled = SCORER.score(ICONS.render(style), wanted);
        assertThat(styled.things()).isEqualTo(1);
        assertThat(styled.styles()).isZero();
        assertThat(SCORER.score(ICONS.render(wanted.on(Colour.PINK)), wanted).background())
                .isFalse();
        IconScene moved = wanted.showing(List.of(new Placed(cat, 0.4, 0.38, 0.62)));
        assertThat(SCORER.score(ICONS.render(moved), wanted).passed()).isFalse();
        assertThat(SCORER.score(ICONS.render(wanted.saying(new Word("CAR", Word.LARGE))), wanted)
                        .word())
                .isFalse();
        assertThat(SCORER.score(ICONS.render(wanted.saying(new Word("CATS", Word.LARGE))), wanted)
                        .word())
                .isFalse();
        assertThat(SCORER.score(ICONS.render(wanted.saying(new Word("CAT", Word.SMALL))), wanted)
                        .word())
                .isTrue();
        List<Placed> more = new ArrayList<>(wanted.things());
        more.add(new Placed(other, 0.09, 0.2, 0.17));
        assertThat(SCORER.score(ICONS.render(wanted.showing(more)), wanted).clean())
                .isFalse();
    }

    private static Icon icon(List<Icon> icons, String thing, String style) {
        return icons.stream()
                .filter(icon -> icon.thing().equals(thing) && icon.style().equals(style))
                .findFirst()
                .orElseThrow();
    }

    private static Image noisy(Image image, int most, RandomGenerator random) {
        byte[] rgb = image.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.clamp((rgb[i] & 0xFF) + random.nextInt(-most, most + 1), 0, 255);
        }
        return Image.of(SIDE, SIDE, rgb);
    }
}
