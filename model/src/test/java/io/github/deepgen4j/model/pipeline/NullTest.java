// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;
import io.github.deepgen4j.testing.Golden;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Null is refused by name at every public entry. */
class NullTest {
    private static final Image IMAGE = Image.of(32, 32, new byte[3 * 32 * 32]);
    private static final GenerateRequest GENERATE = GenerateRequest.of("a star").withSize(32, 32);
    private static final EditRequest EDIT = EditRequest.of(IMAGE, "make it blue");

    private static void refused(Map<String, ThrowingCallable> calls) {
        calls.forEach((name, call) -> assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(name + " expected .*, found null"));
    }

    @Test
    void inRequests() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("prompt", () -> GenerateRequest.of(null));
        calls.put("negative", () -> GENERATE.withNegative(null));
        calls.put("sampling", () -> GENERATE.withSampling(null));
        calls.put("size", () -> new GenerateRequest("a", "", null, SamplingOptions.DEFAULT));
        calls.put("noise file", () -> SamplingOptions.DEFAULT.withNoiseFrom(null));
        calls.put("posterior", () -> SamplingOptions.DEFAULT.withPosterior(null));
        calls.put("skip layers", () -> SamplingOptions.DEFAULT.withSkipLayers(null));
        calls.put("(?!x)skip layers", () -> new SkipLayerGuidance(null, 1, 0, 1));
        calls.put("reference", () -> EditRequest.of((Image) null, "a"));
        calls.put("(?!x)reference", () -> EditRequest.of((byte[]) null, "a"));
        calls.put("(?!y)reference", () -> EditRequest.of((BufferedImage) null, "a"));
        calls.put("(?!z)reference", () -> EditRequest.of((List<Image>) null, "a"));
        calls.put("reference 2", () -> EditRequest.of(Arrays.asList(IMAGE, null), "a"));
        calls.put("(?!x)prompt", () -> EditRequest.of(IMAGE, null));
        calls.put("(?!x)negative", () -> EDIT.withNegative(null));
        calls.put("source 1", () -> EDIT.withSources(Arrays.asList((String) null)));
        calls.put("resize", () -> EDIT.withResize(null, 32));
        calls.put(
                "image size",
                () -> new EditRequest(
                        List.of(IMAGE),
                        "a",
                        Optional.empty(),
                        Optional.empty(),
                        ResizeRule.NONE,
                        null,
                        SamplingOptions.DEFAULT,
                        List.of()));
        calls.put("compute", () -> ModelOptions.DEFAULT.withCompute(null));
        calls.put("constants", () -> ModelOptions.DEFAULT.withConstants(null));
        calls.put("offload", () -> ModelOptions.DEFAULT.withOffload(null));
        calls.put("seed", () -> Seed.parse(null));
        refused(calls);
    }

    @Test
    void inCallsOfTheModel() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("folder", () -> DeepGen.open((Path) null));
        calls.put("model", () -> DeepGen.open((String) null));
        calls.put("options", () -> DeepGen.open(Golden.path("tiny"), null));
        calls.put("(?!x)options", () -> DeepGen.open("nano", null));
        calls.put("(?!y)options", () -> DeepGen.nano(null));
        refused(calls);
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            Map<String, ThrowingCallable> asked = new LinkedHashMap<>();
            asked.put("request", () -> deepgen.generate(null));
            asked.put("(?!x)request", () -> deepgen.generateAsync(null));
            asked.put("(?!y)request", () -> deepgen.edit(null));
            asked.put("(?!z)request", () -> deepgen.editAsync(null));
            asked.put("(?!a)request", () -> deepgen.recipe((EditRequest) null));
            asked.put("(?!b)request", () -> deepgen.forecast((GenerateRequest) null, Offload.AUTO));
            asked.put("offload", () -> deepgen.forecast(GENERATE, null));
            asked.put("observer", () -> deepgen.generate(GENERATE, 1, null));
            asked.put("(?!x)observer", () -> deepgen.generateAsync(GENERATE, null));
            asked.put("finished", () -> deepgen.generate(GENERATE, 1, Observer.NONE, null));
            refused(asked);
            Generated image = deepgen.generate(GENERATE.withSteps(1));
            Map<String, ThrowingCallable> written = new LinkedHashMap<>();
            written.put("file", () -> image.write(null));
            written.put("(?!x)file", () -> image.writePng(null));
            written.put("format", () -> image.bytes(null));
            written.put("(?!y)file", () -> Recipe.read(null));
            written.put("text", () -> Recipe.of(null, "a"));
            written.put("reference", () -> image.recipe().editRequest(null));
            written.put("model", () -> ImageForecast.of(null, new Size(32, 32), 0));
            written.put("size", () -> ImageForecast.of(deepgen, null, 0));
            refused(written);
        }
    }

    @Test
    void inImages() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("file", () -> Image.read((Path) null));
        calls.put("(?!x)file", () -> Image.read((byte[]) null, "a"));
        calls.put("stream", () -> Image.read((java.io.InputStream) null, "a"));
        calls.put("image", () -> Image.of(null));
        calls.put("rgb", () -> Image.of(1, 1, null));
        calls.put("(?!y)file", () -> IMAGE.writePng(null));
        calls.put("text", () -> IMAGE.png(null));
        calls.put("(?!x)text", () -> IMAGE.webp(null));
        calls.put("(?!y)text", () -> IMAGE.jpeg(90, null));
        calls.put("(?!z)file", () -> ImageText.read(null));
        calls.put("(?!a)file", () -> OutputFormat.of(null));
        calls.put("size", () -> Size.parse(null));
        refused(calls);
    }
}
