// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.engines.Tiny;
import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Silhouette;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.hub.retry.RetryPolicy;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Engines over HTTP against a scripted service. */
class HttpEnginesTest {
    private static final String DETECTOR = """
        {"kind": "detector", "name": "far", "version": "2", "sha256": {"model": "ab"}, "classes": ["cup", "dog"]}\
        """;
    private static final Image IMAGE = Tiny.plain(8, 6, Tiny.RED);

    private final List<Duration> waits = new ArrayList<>();
    private final Retries retries = new Retries(RetryPolicy.DEFAULT.with(3, waits::add), _ -> {});

    private HttpDetector detector(EngineServer server) {
        return new HttpDetector(server.address(), retries, Duration.ofSeconds(20));
    }

    private static Image picture(String body) {
        return Image.read(
                Base64.getDecoder().decode(Json.read(body).path("image").asString()), "picture");
    }

    @Test
    void aDetectorGetsThePictureAndGivesObjects() {
        Image mask = Tiny.with(Tiny.plain(8, 6, 0), 1, 1, 3, 3, 0xffffff);
        String drawn = Base64.getEncoder().encodeToString(mask.png(Map.of()));
        List<Image> shown = new ArrayList<>();
        try (EngineServer server = new EngineServer(DETECTOR, body -> {
                    shown.add(picture(body));
                    return """
                        {"objects": [{"class": "cup", "box": [1, 1.5, 3, 4], "score": 0.5, "mask": "%s"},
                                     {"class": "cup", "box": [-1, 0, 3, 4], "score": 1}]}\
                        """.formatted(drawn);
                });
                HttpDetector detector = detector(server)) {
            List<Detection> cups = detector.detect(IMAGE).get("cup");
            assertThat(shown.getFirst().rgb()).isEqualTo(IMAGE.rgb());
            assertThat(cups).hasSize(2);
            assertThat(cups.getFirst().box()).isEqualTo(new Box(1, 1.5f, 3, 4));
            assertThat(cups.getFirst().silhouette().orElseThrow().pixels().cardinality())
                    .isEqualTo(4);
            assertThat(cups.getLast().silhouette()).isEmpty();
            assertThat(detector.fingerprint().toString())
                    .isEqualTo("far 2 sha256 (model=ab) (address=" + server.address() + ")");
        }
    }

    @Test
    void anAnswerThatStopsInTheMiddleIsGivenUp() {
        try (EngineServer server = new EngineServer(DETECTOR, _ -> "{\"objects\": []}");
                var detector = new HttpDetector(server.address(), retries, Duration.ofMillis(300))) {
            server.stall();
            assertThatThrownBy(() -> detector.detect(IMAGE))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("fewer than");
        }
    }

    @Test
    void aBusyServiceIsAskedAgainAfterTheTimeItWants() {
        try (EngineServer server = new EngineServer(DETECTOR, _ -> "{\"objects\": []}");
                HttpDetector detector = detector(server)) {
            server.failWith(503, 429);
            assertThat(detector.detect(IMAGE)).isEmpty();
            assertThat(server.asked).isEqualTo(4);
            assertThat(waits).anyMatch(wait -> wait.toMillis() > 1000);
            server.failWith(500, 502, 503);
            assertThatThrownBy(() -> detector.detect(IMAGE))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(
                            "failed 3 times in a row, at last with: " + server.address() + ": status 503");
            server.failWith(401);
            assertThatThrownBy(() -> detector.detect(IMAGE))
                    .isInstanceOf(EngineException.class)
                    .hasMessage(server.address() + ": status 401: not now");
        }
    }

    @Test
    void answersOfAnotherFormAreRefusedByWhatTheyAre() {
        Map<String, String> refused = Map.of(
                "<html><body>hello", "expected JSON, found <html><body>hello",
                "[]", "expected a JSON object, found []",
                "", "expected a JSON object, found nothing",
                "{\"objects\": null}", "expected a list of objects, found null",
                "{\"objects\": [{\"class\": \"cat\"}]}", "expected one of its classes",
                "{\"objects\": [{\"class\": \"cup\", \"score\": 2, \"box\": [1,2,3,4]}]}", "a score of 0 to 1, found 2",
                "{\"objects\": [{\"class\": \"cup\", \"score\": 1, \"box\": [1,2,3]}]}", "a box of four numbers",
                "{\"objects\": [{\"class\": \"cup\", \"score\": 1, \"box\": [1,2,3,1e999]}]}", "a box of four numbers",
                "{\"objects\": [{\"class\": \"cup\", \"score\": 1, \"box\": [1,2,3,4], \"mask\": \"?\"}]}",
                        "a mask as an image");
        refused.forEach((answer, complaint) -> {
            try (EngineServer server = new EngineServer(DETECTOR, _ -> answer);
                    HttpDetector detector = detector(server)) {
                assertThatThrownBy(() -> detector.detect(IMAGE))
                        .isInstanceOf(EngineException.class)
                        .hasMessageStartingWith(server.address().toString())
                        .hasMessageContaining(complaint);
            }
        });
    }

    @Test
    void aServiceOfAnotherKindIsRefused() {
        try (EngineServer server = new EngineServer(DETECTOR, _ -> "{}")) {
            assertThatThrownBy(() -> new HttpTextReader(server.address(), retries, Duration.ofSeconds(9)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("expected an engine of the kind ocr, found \"detector\"");
        }
    }

    @Test
    void aServiceThatIsNotThereIsNamed() {
        EngineServer server = new EngineServer(DETECTOR, _ -> "{}");
        server.close();
        assertThatThrownBy(() -> detector(server))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(server.address() + ": failed 3 times in a row");
    }

    @Test
    void aReaderGivesLines() {
        try (EngineServer server = new EngineServer(
                        "{\"kind\": \"ocr\", \"name\": \"far\"}",
                        _ -> "{\"lines\": [{\"text\": \"Hello\", \"box\": [1,2,3,4], \"confidence\": 0.5}]}");
                HttpTextReader reader = new HttpTextReader(server.address(), retries, Duration.ofSeconds(9))) {
            assertThat(reader.read(IMAGE))
                    .extracting(line -> line.text() + " " + line.confidence())
                    .containsExactly("Hello 0.5");
        }
    }

    @Test
    void coloursGetBoxesAndMasks() {
        List<JsonNode> bodies = new ArrayList<>();
        try (EngineServer server = new EngineServer("{\"kind\": \"colours\", \"name\": \"far\"}", body -> {
                    bodies.add(Json.read(body));
                    return bodies.size() == 1 ? "{\"colours\": [\"red\", \"blue\"]}" : "{\"colours\": [\"mauve\"]}";
                });
                HttpColours colours = new HttpColours(server.address(), retries, Duration.ofSeconds(9))) {
            BitSet own = new BitSet();
            own.set(9);
            Detection masked = new Detection(new Box(1, 1, 2, 2), 1, Optional.of(new Silhouette(new Size(8, 6), own)));
            Detection boxed = new Detection(new Box(0, 0, 8, 6), 1);
            assertThat(colours.colours(IMAGE, "cup", List.of(masked, boxed)))
                    .containsExactly(BasicColour.RED, BasicColour.BLUE);
            JsonNode objects = bodies.getFirst().path("objects");
            assertThat(bodies.getFirst().path("class").asString()).isEqualTo("cup");
            var masks = new ArrayList<String>();
            objects.forEach(object -> masks.add(object.path("mask").asString()));
            byte[] mask = Image.read(Base64.getDecoder().decode(masks.getFirst()), "mask")
                    .rgb();
            assertThat(mask[27]).isEqualTo((byte) -1);
            assertThat(mask[0]).isZero();
            assertThat(masks.getLast()).isEmpty();
            assertThat(colours.colours(IMAGE, "cup", List.of())).isEmpty();
            assertThatThrownBy(() -> colours.colours(IMAGE, "cup", List.of(boxed)))
                    .hasMessageContaining("expected one of [red, orange,")
                    .hasMessageContaining("found mauve");
        }
    }

    @Test
    void embeddingsAreBroughtToLengthOne() {
        try (EngineServer server = new EngineServer(
                        "{\"kind\": \"clip\", \"name\": \"far\", \"dimensions\": 2}",
                        body -> Json.read(body).has("text") ? "{\"embedding\": [3, 4]}" : "{\"embedding\": [0, 2]}");
                HttpClip clip = new HttpClip(server.address(), retries, Duration.ofSeconds(9))) {
            assertThat(clip.cosine(IMAGE, "a cup")).isCloseTo(0.8, within(1e-6));
        }
    }

    @Test
    void questionsHaveAsManyAnswers() {
        try (EngineServer server = new EngineServer(
                        "{\"kind\": \"vqa\", \"name\": \"far\"}", _ -> "{\"answers\": [\"yes\", \"no\"]}");
                HttpQuestions vqa = new HttpQuestions(server.address(), retries, Duration.ofSeconds(9))) {
            assertThat(vqa.answers(IMAGE, List.of("Is it red?", "Is it blue?"))).containsExactly("yes", "no");
            assertThatThrownBy(() -> vqa.answers(IMAGE, List.of("Is it red?")))
                    .hasMessageContaining("expected a list of 1 words");
        }
    }
}
