// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.output.Response;
import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.drawing.DrawOptions;
import io.github.deepgen4j.model.generation.DenoisingStep;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Recipe;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** langchain4j's interface over the embedded model. */
class DeepGenImageModelTest {
    private static final String PROMPT = "a red circle left of a blue square";

    private static DeepGen deepgen;
    private static DeepGenImageModel model;

    @BeforeAll
    static void open() {
        deepgen = DeepGen.nano();
        model = new DeepGenImageModel(deepgen).with("steps", 3);
    }

    @AfterAll
    static void close() {
        deepgen.close();
    }

    private static byte[] bytes(Image image) {
        return Base64.getDecoder().decode(image.base64Data());
    }

    private static io.github.deepgen4j.model.image.Image pixels(Image image) {
        return io.github.deepgen4j.model.image.Image.read(bytes(image), "answer");
    }

    @Test
    void theBytesAreThoseOfTheLibrary() {
        ImageModel seeded = model.with("seed", 7);
        Image drawn = seeded.generate(PROMPT).content();
        byte[] expected = deepgen.generate(
                        GenerateRequest.of(PROMPT).withSeed(7).withSteps(3))
                .png();
        assertThat(bytes(drawn)).isEqualTo(expected);
        assertThat(drawn.mimeType()).isEqualTo("image/png");
    }

    @Test
    void aRandomSeedIsInTheMetadataAndDrawsTheSameAgain() {
        Response<Image> drawn = model.generate(PROMPT);
        String recipe = ((List<?>) drawn.metadata().get(DeepGenImageModel.RECIPES))
                .getFirst()
                .toString();
        String seed = ((List<?>) drawn.metadata().get(DeepGenImageModel.SEEDS))
                .getFirst()
                .toString();
        assertThat(recipe)
                .isEqualTo(ImageText.read(bytes(drawn.content()), "answer").get(Recipe.KEY));
        assertThat(model.with("seed", seed).generate(PROMPT).content()).isEqualTo(drawn.content());
        assertThat(drawn.tokenUsage().outputTokenCount()).isPositive();
    }

    @Test
    void severalImagesCountTheirSeeds() {
        Response<List<Image>> drawn = model.with("seed", 5).generate(PROMPT, 3);
        assertThat(drawn.metadata().get(DeepGenImageModel.SEEDS)).isEqualTo(List.of("5", "6", "7"));
        assertThat(drawn.content()).doesNotHaveDuplicates().hasSize(3);
        assertThat(drawn.content().get(2))
                .isEqualTo(model.with("seed", 7).generate(PROMPT).content());
    }

    @Test
    void anImageIsEdited() {
        Image circle = model.generate(PROMPT).content();
        Response<Image> edited = model.edit(circle, "make the circle green");
        assertThat(Recipe.of(ImageText.read(bytes(edited.content()), "answer"), "answer")
                        .references())
                .hasSize(1);
        assertThat(edited.tokenUsage().inputTokenCount()).isPositive();
        Image asUrl = Image.builder()
                .url("data:image/png;base64," + circle.base64Data())
                .build();
        assertThat(model.with("seed", 1).edit(asUrl, "make it green").content())
                .isEqualTo(model.with("seed", 1)
                        .edit(List.of(circle), "make it green")
                        .content());
    }

    @Test
    void whatTheMaskHidesStaysByteByByte() throws IOException {
        Image circle = model.generate(PROMPT).content();
        var mask = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 32; x++) {
                mask.setRGB(x, y, 0xff000000); // opaque: stays
            }
        }
        var file = new ByteArrayOutputStream();
        ImageIO.write(mask, "png", file);
        Image asMask = Image.builder()
                .base64Data(Base64.getEncoder().encodeToString(file.toByteArray()))
                .build();
        byte[] edited = pixels(
                        model.edit(circle, asMask, "make the square green").content())
                .rgb();
        byte[] before = pixels(circle).rgb();
        for (int row = 0; row < 64; row++) {
            for (int at = 3 * 64 * row; at < 3 * (64 * row + 32); at++) {
                assertThat(edited[at]).isEqualTo(before[at]);
            }
        }
        assertThat(edited).isNotEqualTo(before);
    }

    @Test
    void optionsAreGivenForAllCallsAndForOne() {
        DeepGenImageModel webp = model.with(DrawOptions.NONE.withFormat(OutputFormat.WEBP));
        assertThat(webp.generate(PROMPT).content().mimeType()).isEqualTo("image/webp");
        assertThat(pixels(webp.with("size", "32x64").generate(PROMPT).content()).width())
                .isEqualTo(32);
        assertThat(pixels(webp.with("size", "32x64")
                                .with("width", 64)
                                .with("height", 32)
                                .generate(PROMPT)
                                .content())
                        .width())
                .isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        step   | 3      | option step is not known; did you mean steps?
        steps  | 0      | steps expected a whole number from 1 to 1000, found 0
        steps  | many   | steps expected a whole number from 1 to 1000, found many
        size   | 65x64  | size expected
        seed   | x      | seed expected
        quality| best   | quality expected auto
        """)
    void whatIsWrongIsSaid(String option, String value, String message) {
        assertThatThrownBy(() -> model.with(option, value).generate(PROMPT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    @Test
    void nothingIsFetchedAndNothingDamagedIsRead() {
        Image address = Image.builder().url("http://localhost/a.png").build();
        assertThatThrownBy(() -> model.edit(address, "make it green"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("none is fetched");
        Image damaged = Image.builder().base64Data("iVBORw0KGgo=").build();
        assertThatThrownBy(() -> model.edit(damaged, "make it green")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> model.edit((Image) null, "make it green")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> model.generate(null)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> model.generate(PROMPT, 11)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void anObserverSeesStepsAndEndsTheWork() {
        var steps = new ArrayList<Integer>();
        var watch = new Observer() {
            @Override
            public void step(DenoisingStep step) {
                steps.add(step.number());
            }

            @Override
            public boolean cancelled() {
                return steps.size() == 2;
            }
        };
        assertThatThrownBy(() -> model.withObserver(watch).generate(PROMPT)).isInstanceOf(CancelledException.class);
        assertThat(steps).containsExactly(1, 2);
    }
}
