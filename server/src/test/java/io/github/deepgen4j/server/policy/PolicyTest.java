// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import io.github.deepgen4j.server.policy.Policy.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that the operator does not want are refused before they are taken. */
class PolicyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private static boolean refused(WordList list, String prompt) {
        return list.refusal(new Asked(prompt, "", List.of(), "k", "")).isPresent();
    }

    @Test
    void wholeWordsAreFoundWhateverTheirForm() {
        WordList list = WordList.of(List.of("# a comment", "", "Grüne Gurke", "cat"));
        assertThat(refused(list, "a CAT, please")).isTrue();
        assertThat(refused(list, "a \uff43\uff41\uff54")).isTrue(); // full width
        assertThat(refused(list, "a gru\u0308ne\n gurke")).isTrue();
        assertThat(refused(list, "concatenate a category")).isFalse();
        assertThat(refused(list, "#")).isFalse();
        assertThat(refused(WordList.of(List.of()), "anything")).isFalse();
    }

    @Test
    void aRefusedRequestIsNeverTaken() {
        Policy policy = WordList.of(List.of("pear"));
        try (var server = new TestServer(folder, options -> options.withPolicy(policy))) {
            for (String path : List.of("/v1/images/generations", "/deepgen/v1/jobs", "/sdapi/v1/txt2img")) {
                Answer answer = server.post(path, "{\"prompt\": \"a pear\", \"steps\": 1}");
                assertThat(answer.status()).as(path).isEqualTo(400);
                assertThat(answer.code()).as(path).isEqualTo("moderation_blocked");
            }
            String lines = "{\"prompt\": \"a pear\", \"steps\": 1}\n{\"prompt\": \"an apple\", \"steps\": 1}\n";
            assertThat(server.post("/deepgen/v1/jobs/batch", lines)
                            .text()
                            .lines()
                            .map(Json::read))
                    .extracting(line -> line.has("error") && line.get("error").isObject())
                    .containsExactly(true, false);
            assertThat(server.get("/deepgen/v1/jobs").json().get("data").size()).isEqualTo(1);
        }
    }

    /** A program that answers everything with a text, or not at all. */
    private static HttpServer program(String answer, CountDownLatch release) throws IOException {
        var program = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        program.createContext("/", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            try {
                release.await();
            } catch (InterruptedException e) {
                return;
            }
            byte[] body = answer.replace(
                            "PROMPT", Json.read(asked).get("prompt").stringValue())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        program.start();
        return program;
    }

    private static HttpPolicy policy(HttpServer program, Duration patience, boolean open) {
        return new HttpPolicy(
                URI.create("http://127.0.0.1:" + program.getAddress().getPort()), patience, open);
    }

    @Test
    void anotherProgramIsAsked() throws IOException {
        var asked = new Asked("a pear", "", List.of(new byte[] {1}), "k", "");
        HttpServer refuses = program("{\"allow\": false, \"reason\": \"no PROMPT\"}", new CountDownLatch(0));
        HttpServer allows = program("{\"allow\": true}", new CountDownLatch(0));
        HttpServer babbles = program("yes", new CountDownLatch(0));
        try {
            assertThat(policy(refuses, PATIENCE, true).refusal(asked)).contains("no a pear");
            assertThat(policy(allows, PATIENCE, false).refusal(asked)).isEmpty();
            assertThat(policy(babbles, PATIENCE, true).refusal(asked)).isEmpty();
            assertThat(policy(babbles, PATIENCE, false).refusal(asked)).isPresent();
        } finally {
            List.of(refuses, allows, babbles).forEach(program -> program.stop(0));
        }
    }

    @Test
    void oneThatHangsDoesNotHangTheServer() throws IOException {
        var never = new CountDownLatch(1);
        HttpServer hangs = program("{\"allow\": true}", never);
        try {
            var asked = new Asked("x", "", List.of(), "k", "");
            assertThat(policy(hangs, Duration.ofMillis(200), false).refusal(asked))
                    .isPresent();
            assertThat(policy(hangs, Duration.ofMillis(200), true).refusal(asked))
                    .isEmpty();
        } finally {
            never.countDown();
            hangs.stop(0);
        }
    }
}
