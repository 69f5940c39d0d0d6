// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.lora.Adapter;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deepgen serve} with the embedded model, as a user starts it. */
class ServeCommandTest {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private static Path folder;

    private static ProcessRun run;
    private static String url;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        writeAdapter();
        run = ProcessRun.start(
                folder,
                "serve",
                "--port",
                "0",
                "--log",
                "json",
                "--data",
                folder.resolve("data"),
                "--lora",
                "look=" + folder.resolve("look.safetensors") + ":2",
                "--lora=words="
                        + Path.of(System.getProperty("deepgen.golden"))
                                .resolve("lora/peft")
                                .toAbsolutePath());
        while (!run.out().contains("\n")) {
            assertThat(run.process().isAlive()).as(run.err()).isTrue();
            Thread.sleep(50);
        }
        url = run.out().strip();
    }

    /** Adapters that fit the embedded model. */
    private static void writeAdapter() {
        long width;
        try (DeepGen deepgen = DeepGen.nano()) {
            width = deepgen.config().transformer().width();
        }
        try (var _ = Scope.open();
                var rng = Rng.seeded(3)) {
            String module = "transformer.transformer_blocks.0.attn.to_q";
            SafetensorsWriter.write(
                    folder.resolve("look.safetensors"),
                    Map.of(
                            module + ".lora_A.weight", rng.normal(2, width),
                            module + ".lora_B.weight", rng.normal(width, 2)));
        }
    }

    @AfterAll
    static void stop() throws InterruptedException, IOException {
        run.process().destroy();
        assertThat(run.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(run.process().exitValue()).as(run.err()).isZero();
    }

    private String call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private void awaitReady() throws IOException, InterruptedException {
        while (!call("GET", "/ready", "").contains("\"ready\"")) {
            Thread.sleep(100);
        }
    }

    @Test
    void theBytesAreThoseOfTheCommandLineAndTheFrontHasNoLibTorch() throws Exception {
        awaitReady();
        JsonNode answer = Json.read(call(
                "POST",
                "/v1/images/generations",
                "{\"prompt\": \"a red circle\", \"seed\": 5, \"n\": 2, \"steps\": 3}"));
        byte[] second = Base64.getDecoder()
                .decode(answer.get("data").stream()
                        .toList()
                        .getLast()
                        .get("b64_json")
                        .stringValue());
        try (DeepGen deepgen = DeepGen.nano()) {
            GenerateRequest request =
                    GenerateRequest.of("a red circle").withSeed(6).withSteps(3);
            assertThat(second).isEqualTo(deepgen.generate(request).png());
            assertThat(answer.get("deepgen").get("fingerprint").stringValue()).isEqualTo(deepgen.fingerprint());
        }
        Path maps = Path.of("/proc/" + run.process().pid() + "/maps");
        if (Files.isReadable(maps)) {
            assertThat(Files.readString(maps)).contains("sqlite").doesNotContain("torch", "openblas", "javacpp");
        }
    }

    @Test
    void adaptersOfTheModelAreChosenByNameAndOthersAreNotOffered() throws Exception {
        awaitReady();
        JsonNode loras =
                Json.read(call("GET", "/v1/models/nano", "")).get("deepgen").get("loras");
        assertThat(loras).isEqualTo(Json.read("[{\"name\": \"look\", \"scale\": 2.0}]"));
        String body = "{\"prompt\": \"a red circle\", \"seed\": 5, \"steps\": 3, \"lora\": [{\"name\": \"%s\"%s}]}";
        for (String scale : List.of("", ", \"scale\": -0.5")) {
            JsonNode answer = Json.read(call("POST", "/v1/images/generations", body.formatted("look", scale)));
            byte[] png = Base64.getDecoder()
                    .decode(answer.get("data").stream()
                            .findFirst()
                            .orElseThrow()
                            .get("b64_json")
                            .stringValue());
            Adapter adapter = Adapter.of(folder.resolve("look.safetensors"), scale.isEmpty() ? 2 : -0.5);
            try (DeepGen deepgen = DeepGen.nano(ModelOptions.DEFAULT.withAdapters(List.of(adapter)))) {
                GenerateRequest request =
                        GenerateRequest.of("a red circle").withSeed(5).withSteps(3);
                assertThat(Image.read(png, "answer").rgb())
                        .isEqualTo(deepgen.generate(request).image().rgb());
                assertThat(answer.get("deepgen").get("fingerprint").stringValue())
                        .isEqualTo(deepgen.fingerprint());
            }
            Path file = folder.resolve("look.png");
            Files.write(file, png);
            assertThat(new String(png, StandardCharsets.ISO_8859_1)).doesNotContain(folder.toString());
            CommandRun again = CommandRun.of("reproduce", file, "--lora", folder.resolve("look.safetensors"));
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(again.out()).startsWith("identical");
        }
        assertThat(call("POST", "/v1/images/generations", body.formatted("words", "")))
                .contains("lora expected one of look for model nano, found words; did you mean look?");
        assertThat(run.err()).contains("nano: does not offer the adapters words: ");
    }

    private JsonNode edited(byte[] reference, byte[] mask) throws IOException, InterruptedException {
        String body = """
            {"prompt": "make it red", "steps": 3, "resize": "none",
             "images": [{"image_url": "data:image/png;base64,%s"}], "mask": "data:image/png;base64,%s"}\
            """;
        Base64.Encoder base64 = Base64.getEncoder();
        return Json.read(call(
                "POST",
                "/v1/images/edits",
                body.formatted(base64.encodeToString(reference), base64.encodeToString(mask))));
    }

    @Test
    void pixelsOutsideOfAMaskStayByteForByte() throws Exception {
        awaitReady();
        byte[] rgb = new byte[3 * 64 * 64];
        new Random(7).nextBytes(rgb);
        JsonNode answer = edited(Image.of(64, 64, rgb).png(Map.of()), MaskImage.withHole(64));
        String base64 = answer.get("data").stream()
                .findFirst()
                .orElseThrow()
                .get("b64_json")
                .stringValue();
        byte[] drawn = Image.read(Base64.getDecoder().decode(base64), "answer").rgb();
        int changed = 0;
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % 64;
            int y = i / 3 / 64;
            boolean hole = x >= 16 && x < 48 && y >= 16 && y < 48;
            if (!hole) {
                assertThat(drawn[i]).as("%d, %d", x, y).isEqualTo(rgb[i]);
            } else if (drawn[i] != rgb[i]) {
                changed++;
            }
        }
        assertThat(changed).isGreaterThan(32 * 32);
    }

    @Test
    void aRequestIsFollowedThroughTheLogsOfFrontAndEngine() throws Exception {
        awaitReady();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/images/generations"))
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "followed-42")
                .POST(BodyPublishers.ofString("{\"prompt\": \"a red circle\", \"steps\": 2}"))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        // The line of the answer is written after the answer; other requests have such lines, too.
        for (int i = 0; i < 200 && loggers("followed-42").size() < 3; i++) {
            Thread.sleep(50);
        }
        List<JsonNode> lines = run.err().lines().map(Json::read).toList();
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.propertyNames()).contains("time", "level", "logger", "message"));
        assertThat(loggers("followed-42")).contains("DeepGenServer", "JobQueue", "EngineHost");
    }

    /** The simple names of those who wrote whole lines about a request. */
    private static Set<String> loggers(String request) throws IOException {
        return run.err()
                .lines()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(Json::read)
                .filter(line -> line.path("request_id").asString().equals(request))
                .map(line -> line.get("logger").stringValue().replaceFirst(".*[.]", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void aKilledEngineIsReplacedAndTheJobIsDrawn() throws Exception {
        awaitReady();
        String job = Json.read(call("POST", "/deepgen/v1/jobs", "{\"prompt\": \"a star\", \"steps\": 20, \"n\": 2}"))
                .get("id")
                .stringValue();
        run.process().children().forEach(ProcessHandle::destroyForcibly);
        JsonNode found = Json.read(call("GET", "/deepgen/v1/jobs/" + job, ""));
        while (!found.path("finished_at").isString()) {
            found = Json.read(call("GET", "/deepgen/v1/jobs/" + job + "?wait=10", ""));
        }
        assertThat(found.get("status").stringValue()).as(found.toString()).isEqualTo("succeeded");
        assertThat(found.get("images").size()).isEqualTo(2);
    }

    @Test
    void everyCurlLineOfTheDocumentationRuns() throws Exception {
        awaitReady();
        byte[] grey = new byte[3 * 64 * 64];
        Image.of(64, 64, grey).writePng(folder.resolve("circle.png"));
        Files.write(folder.resolve("mask.png"), MaskImage.withHole(64));
        JsonNode drawn = Json.read(call("POST", "/v1/images/generations", "{\"prompt\": \"a circle\", \"steps\": 2}"));
        Files.write(
                folder.resolve("circle.png"),
                Base64.getDecoder()
                        .decode(drawn.get("data").stream()
                                .findFirst()
                                .orElseThrow()
                                .get("b64_json")
                                .stringValue()));
        String text = Files.readString(RepositoryFiles.ROOT.resolve("docs/api.md"));
        String lines = BLOCK.matcher(text)
                .results()
                .map((MatchResult block) -> block.group(1))
                .collect(Collectors.joining());
        assertThat(lines.lines().filter(line -> line.contains("curl "))).hasSizeGreaterThan(20);
        Path script = folder.resolve("api.sh");
        Files.writeString(
                script,
                "set -eu\ncurl() { command curl --fail-with-body \"$@\"; }\n"
                        + lines.replace("URL=http://127.0.0.1:7860", "URL=" + url));
        Path log = folder.resolve("api.log");
        Process shell = new ProcessBuilder("sh", "-x", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(shell.waitFor()).as(Files.readString(log)).isZero();
        assertThat(Image.read(folder.resolve("picture.jpg")).width()).isEqualTo(64);
        assertThat(Image.read(folder.resolve("again.png")).width()).isEqualTo(64);
        assertThat(Files.readString(log))
                .contains("image_generation.partial_image")
                .contains("Idempotency-Key: order-1")
                .contains("\"mask\":\"latent\"");
    }

    @Test
    void whatCannotBeServedIsRefused() {
        CommandRun open = CommandRun.of("serve", "--host", "0.0.0.0", "--data", folder.resolve("other"));
        assertThat(open.exitCode()).isEqualTo(1);
        assertThat(open.err()).contains("--open");
        CommandRun port = CommandRun.of("serve", "--port", "70000", "--data", folder.resolve("other"));
        assertThat(port.exitCode()).isEqualTo(2);
        assertThat(port.err()).contains("--port expected 0 to 65535, found 70000");
        CommandRun missing = CommandRun.of("serve", "--lora", "look=none.safetensors");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("--lora look: there is no none.safetensors");
        CommandRun nameless = CommandRun.of("serve", "--lora", "none.safetensors");
        assertThat(nameless.exitCode()).isEqualTo(2);
        assertThat(nameless.err()).contains("expected NAME=FILE");
        CommandRun twice = CommandRun.of(
                "serve", "--lora=look=" + folder.resolve("look.safetensors"), "--lora=look=none.safetensors");
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).contains("found two look");
        CommandRun kept = CommandRun.of("serve", "--keep-alive", "5m", "--engine", "in-process");
        assertThat(kept.exitCode()).isEqualTo(2);
        assertThat(kept.err()).contains("--keep-alive expected --engine process");
        CommandRun second = CommandRun.of("serve", "--port", "0", "--data", folder.resolve("data"));
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("in use by another deepgen serve");
    }
}
