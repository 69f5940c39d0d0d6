// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.drawing.DrawOptions;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.content.Media;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImageMessage;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImageOptionsBuilder;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.util.MimeTypeUtils;

/** Spring AI's interface over the embedded model, and edits. */
class DeepGenImageModelTest {
    private static final String PROMPT = "a red circle left of a blue square";
    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();

    private static DeepGen deepgen;
    private static DeepGenImageModel model;

    @BeforeAll
    static void open() {
        deepgen = DeepGen.nano();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(METERS));
        model = new DeepGenImageModel(() -> deepgen, DrawOptions.NONE.withSteps(3), observations);
    }

    @AfterAll
    static void close() {
        deepgen.close();
    }

    private static byte[] bytes(ImageResponse response) {
        return Base64.getDecoder().decode(response.getResult().getOutput().getB64Json());
    }

    private static Recipe recipe(ImageResponse response) {
        return Recipe.of(ImageText.read(bytes(response), "answer"), "answer");
    }

    private static DeepGenImageOptions seed(long seed) {
        return DeepGenImageOptions.NONE.with("seed", seed);
    }

    @Test
    void theBytesAreThoseOfTheLibrary() {
        ImageModel plain = model;
        ImageResponse response = plain.call(new ImagePrompt(PROMPT, seed(7)));
        byte[] expected = deepgen.generate(
                        GenerateRequest.of(PROMPT).withSeed(7).withSteps(3))
                .png();
        assertThat(bytes(response)).isEqualTo(expected);
        assertThat(response.getResult().getMetadata()).isInstanceOfSatisfying(DeepGenImageMetadata.class, metadata -> {
            assertThat(metadata.seed()).isEqualTo("7");
            assertThat(metadata.mediaType()).isEqualTo("image/png");
            assertThat(metadata.recipe())
                    .isEqualTo(ImageText.read(expected, "expected").get(Recipe.KEY));
        });
        assertThat(response.getMetadata().getUsage().getTotalTokens()).isPositive();
    }

    @Test
    void portableOptionsAreTaken() {
        var options = ImageOptionsBuilder.builder()
                .model("gpt-image-1")
                .n(2)
                .width(32)
                .height(64)
                .style("vivid")
                .responseFormat("b64_json")
                .build();
        ImageResponse response = model.call(new ImagePrompt(PROMPT, options));
        assertThat(response.getResults()).extracting(ImageGeneration::getOutput).hasSize(2);
        assertThat(recipe(response).width()).isEqualTo(32);
        assertThat(response.getMetadata().<List<String>>get("ignored")).containsExactly("style");
        assertThatThrownBy(() -> model.call(new ImagePrompt(
                        PROMPT,
                        ImageOptionsBuilder.builder().responseFormat("url").build())))
                .hasMessage("response format expected b64_json, found url");
    }

    @Test
    void messagesOfNegativeWeightSayWhatToAvoid() {
        ImageResponse response = model.call(
                new ImagePrompt(List.of(new ImageMessage(PROMPT), new ImageMessage("a star", -1f)), seed(1)));
        assertThat(recipe(response).negative()).isEqualTo("a star");
        assertThatThrownBy(() -> model.call(
                        new ImagePrompt(List.of(new ImageMessage(PROMPT), new ImageMessage("a star")), seed(1))))
                .hasMessageContaining("one message")
                .hasMessageContaining("found 2");
    }

    @Test
    void imagesAreEditedByEitherCall() {
        Media circle = DeepGenImageModel.media(bytes(model.call(new ImagePrompt(PROMPT, seed(1)))));
        ImageResponse edited = model.edit(List.of(circle), "make the circle green", seed(2));
        assertThat(recipe(edited).references()).hasSize(1);
        var message = new ImageMessage("make the circle green", 1f, List.of(circle), java.util.Map.of());
        assertThat(bytes(model.call(new ImagePrompt(message, seed(2))))).isEqualTo(bytes(edited));
        assertThat(recipe(model.edit(circle, "make the circle green")).steps()).isEqualTo(3);
    }

    @Test
    void whatTheMaskHidesStaysByteByByte() throws IOException {
        byte[] before = bytes(model.call(new ImagePrompt(PROMPT, seed(1))));
        var mask = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 32; x++) {
                mask.setRGB(x, y, 0xff000000); // opaque: stays
            }
        }
        var file = new ByteArrayOutputStream();
        ImageIO.write(mask, "png", file);
        byte[] after = bytes(model.edit(
                DeepGenImageModel.media(before),
                DeepGenImageModel.media(file.toByteArray()),
                "make the square green",
                seed(3)));
        BufferedImage old = ImageIO.read(new java.io.ByteArrayInputStream(before));
        BufferedImage made = ImageIO.read(new java.io.ByteArrayInputStream(after));
        assertThat(made.getRGB(0, 0, 32, 64, null, 0, 32)).isEqualTo(old.getRGB(0, 0, 32, 64, null, 0, 32));
        assertThat(made.getRGB(32, 0, 32, 64, null, 0, 32)).isNotEqualTo(old.getRGB(32, 0, 32, 64, null, 0, 32));
    }

    @Test
    void whatIsWrongIsSaidAndNothingIsFetched() {
        assertThatThrownBy(() -> model.call(new ImagePrompt(PROMPT, DeepGenImageOptions.NONE.with("step", 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option step is not known; did you mean steps?");
        Media address = new Media(MimeTypeUtils.IMAGE_PNG, URI.create("http://localhost/a.png"));
        assertThatThrownBy(() -> model.edit(address, "make it green"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none is fetched");
    }

    @Test
    void anObserverEndsTheWork() {
        var watch = new Observer() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> model.withObserver(watch).call(new ImagePrompt(PROMPT)))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void callsAreObserved() {
        model.call(new ImagePrompt(PROMPT, seed(1)));
        assertThat(METERS.get("gen_ai.client.operation").tag("gen_ai.system", "deepgen").timers().stream()
                        .mapToLong(timer -> timer.count())
                        .sum())
                .isPositive();
    }
}
