// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Questions and measures, to the digit: a change here makes a curve or a score incomparable with earlier
 * ones.
 */
class PinnedMeasuresTest {
    @Test
    void promptsSeedsAndJudgementsStayAsTheyWere() throws Exception {
        StringBuilder said = new StringBuilder();
        for (ShapeWorld benchmark : ShapeWorld.VERSIONS) {
            Options four = Options.usual(benchmark.info()).withSelection(new Selection(List.of(), 4));
            List<ShapeWorldItem> items = benchmark.load(Path.of(""), four);
            List<Image> images =
                    images(items.stream().map(ShapeWorldItem::example).toList());
            for (int i = 0; i < items.size(); i++) {
                ShapeWorldItem item = items.get(i);
                said.append(item.group() + item.number() + item.prompt() + item.seedOffset())
                        .append(judgement(item, images.get(i)))
                        .append('\n');
            }
        }
        assertThat(sha256(said.toString()))
                .isEqualTo("853f052bffbdd72460133306c7bf6897407191fccc98c73286e5f94049132d4c");
    }

    @Test
    void measuresOfAValidationStayAsTheyWere() throws Exception {
        ValidationSet heldOut = ValidationSet.heldOut(Kind.ALL, 5, 99);
        String measures = heldOut.measures(images(heldOut.examples())).toString();
        assertThat(sha256(measures))
                .as(measures)
                .isEqualTo("5852059b72d068bb2c0eb0e860ffd3bc085c3d21973dee5f7f1385a18518ef1b");
    }

    /** Without the measure that came later. */
    private static String judgement(ShapeWorldItem item, Image image) {
        Verdict verdict = Verdict.of(Judgement.of(item.example(), image).flat());
        Map<String, Double> measures = new LinkedHashMap<>(verdict.measures());
        measures.remove("sizes");
        return new JsonMapper().writeValueAsString(new Verdict(verdict.passed(), measures));
    }

    /** Of each four examples: the right image, the one with noise, the image of the example before, the reference. */
    private static List<Image> images(List<Example> examples) {
        Random random = new Random(1);
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            images.add(
                    switch (i % 4) {
                        case 1 -> noisy(example.target(), random);
                        case 2 -> examples.get(i - 1).target();
                        case 3 -> example.reference().orElseGet(example::target);
                        default -> example.target();
                    });
        }
        return images;
    }

    private static Image noisy(Image image, Random random) {
        byte[] rgb = image.rgb();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.clamp(Math.round((rgb[i] & 0xff) + 25 * random.nextGaussian()), 0, 255);
        }
        return Image.of(image.width(), image.height(), rgb);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
