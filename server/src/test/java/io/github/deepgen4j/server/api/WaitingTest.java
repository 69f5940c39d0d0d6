// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import io.github.deepgen4j.server.queue.QueueLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that last: padding, clients that leave and come back, names of requests. */
class WaitingTest {
    private static final String GENERATIONS = "/v1/images/generations";

    @TempDir
    private Path folder;

    private TestServer server;

    private void start(Duration padding, Duration grace) {
        server = new TestServer(
                folder,
                options -> options.withApi(ApiOptions.DEFAULT.withPadding(Optional.of(padding), Duration.ofMillis(50)))
                        .withLimits(QueueLimits.DEFAULT.withGrace(grace)));
    }

    private void start() {
        start(Duration.ofSeconds(20), Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String body(String prompt) {
        return "{\"prompt\": \"%s\", \"steps\": 10}".formatted(prompt);
    }

    /** Sends a request and leaves without reading the answer. */
    private Socket send(String prompt, String... headers) {
        try {
            var socket = new Socket("127.0.0.1", server.port());
            String json = body(prompt);
            socket.getOutputStream()
                    .write(("POST " + GENERATIONS + " HTTP/1.1\r\nHost: localhost:" + server.port()
                                    + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n"
                                    + String.join("", headers) + "\r\n" + json)
                            .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<JsonNode> jobs() {
        return server.get("/deepgen/v1/jobs").json().get("data").stream().toList();
    }

    private JsonNode awaitJob(String status) throws InterruptedException {
        while (true) {
            Optional<JsonNode> found = jobs().stream()
                    .filter(job -> job.get("status").stringValue().equals(status))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(20);
        }
    }

    private CompletableFuture<Answer> later(String prompt, String... headers) {
        return CompletableFuture.supplyAsync(() -> server.post(GENERATIONS, body(prompt), headers));
    }

    // ---- padding ----

    @Test
    void aLongAnswerBeginsWithSpaces() throws InterruptedException {
        start(Duration.ofMillis(100), Duration.ofSeconds(30));
        CompletableFuture<Answer> answer = later("gate");
        awaitJob("running");
        Thread.sleep(300);
        server.engine().permit(10);
        assertThat(answer.join().text()).startsWith(" ").contains("b64_json");
        assertThat(answer.join().json().get("data").size()).isEqualTo(1);
    }

    @Test
    void aFailureAfterPaddingCutsTheConnectionAndARepeatGetsTheError() throws InterruptedException {
        start(Duration.ofMillis(50), Duration.ofSeconds(30));
        CompletableFuture<Answer> answer = later("gate and fail later");
        JsonNode job = awaitJob("failed");
        assertThat(job.get("error").get("code").stringValue()).isEqualTo("generation_failed");
        assertThat(answer.handle((value, failure) -> failure != null || value.status() == 500)
                        .join())
                .isTrue();
    }

    @Test
    void aCancelledJobCutsAPaddedAnswer() throws InterruptedException {
        start(Duration.ofMillis(50), Duration.ofSeconds(30));
        CompletableFuture<Answer> answer = later("gate");
        String id = awaitJob("running").get("id").stringValue();
        Thread.sleep(200);
        server.post("/deepgen/v1/jobs/" + id + "/cancel", "{}");
        assertThatThrownBy(answer::join).hasCauseInstanceOf(UncheckedIOException.class);
        Answer repeat = server.post(GENERATIONS, body("gate"), "X-Stainless-Retry-Count", "1");
        assertThat(repeat.status()).isEqualTo(500);
        assertThat(repeat.header("x-should-retry")).isEqualTo("false");
        assertThat(jobs()).hasSize(1);
    }

    /** They would not repeat a call whose answer has begun. */
    @ParameterizedTest
    @ValueSource(strings = {"java", "js"})
    void clientsThatTimeTheWholeCallAreNotPadded(String language) throws InterruptedException {
        start(Duration.ofMillis(50), Duration.ofSeconds(30));
        CompletableFuture<Answer> answer = later("gate", "X-Stainless-Lang", language);
        awaitJob("running");
        Thread.sleep(300);
        server.engine().permit(10);
        assertThat(answer.join().text()).startsWith("{").contains("b64_json");
        Answer failed = server.post(GENERATIONS, body("fail later"), "X-Stainless-Lang", language);
        assertThat(failed.status()).isEqualTo(500);
    }

    // ---- repeats ----

    @Test
    void aRepeatJoinsTheJobThatLostItsClient() throws Exception {
        start();
        send("gate").close();
        awaitJob("running");
        CompletableFuture<Answer> repeat = later("gate", "X-Stainless-Retry-Count", "1");
        Thread.sleep(200);
        server.engine().permit(10);
        assertThat(repeat.join().status()).isEqualTo(200);
        assertThat(repeat.join().header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(server.engine().drawn()).containsExactly("gate 0");
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void aRepeatGetsAResultThatWasNeverDelivered() throws Exception {
        start();
        Socket first = send("gate");
        awaitJob("running");
        first.close();
        server.engine().permit(10);
        awaitJob("succeeded");
        Answer repeat = server.post(GENERATIONS, body("gate"), "X-Stainless-Retry-Count", "1");
        assertThat(repeat.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(jobs()).hasSize(1);
        server.engine().permit(10);
        assertThat(server.post(GENERATIONS, body("gate"), "X-Stainless-Retry-Count", "1")
                        .header("Idempotent-Replayed"))
                .isEmpty();
    }

    /** A client whose time-out ends while the answer is on its way asks again for what the server has sent. */
    @Test
    void aRepeatGetsAnAnswerThatItsClientDidNotWaitFor() {
        start();
        String first = server.post(GENERATIONS, body("a pear")).header("X-DeepGen-Job");
        Answer repeat = server.post(GENERATIONS, body("a pear"), "X-Stainless-Retry-Count", "1");
        assertThat(repeat.header("X-DeepGen-Job")).isEqualTo(first);
        assertThat(repeat.header("Idempotent-Replayed")).isEqualTo("true");
        String next = server.post(GENERATIONS, body("a pear")).header("X-DeepGen-Job");
        assertThat(next).as("the client has gone on").isNotEqualTo(first);
        assertThat(server.post(GENERATIONS, body("a pear"), "X-Stainless-Retry-Count", "1")
                        .header("X-DeepGen-Job"))
                .isEqualTo(next);
        assertThat(jobs()).hasSize(2);
    }

    @Test
    void twoPeopleWhoAskForTheSameGetTwoPictures() {
        start();
        CompletableFuture<Answer> one = later("gate");
        CompletableFuture<Answer> other = later("gate");
        server.engine().permit(20);
        assertThat(one.join().header("X-DeepGen-Job")).isNotEqualTo(other.join().header("X-DeepGen-Job"));
    }

    @Test
    void anIdempotencyKeyJoinsWhateverTheState() {
        start();
        List<CompletableFuture<Answer>> answers = IntStream.range(0, 8)
                .mapToObj(_ -> later("an apple", "Idempotency-Key", "abc"))
                .toList();
        assertThat(answers)
                .extracting(answer -> answer.join().header("X-DeepGen-Job"))
                .containsOnly(answers.getFirst().join().header("X-DeepGen-Job"));
        assertThat(jobs()).hasSize(1);
        Answer reused = server.post(GENERATIONS, body("a pear"), "Idempotency-Key", "abc");
        assertThat(reused.status()).isEqualTo(422);
        assertThat(reused.code()).isEqualTo("idempotency_key_reused");
        server.close();
        start();
        Answer replayed = server.post(GENERATIONS, body("an apple"), "Idempotency-Key", "abc");
        assertThat(replayed.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(replayed.json().get("data").size()).isEqualTo(1);
        assertThat(server.engine().drawn()).isEmpty();
    }

    // ---- nobody waits ----

    @Test
    void aJobThatNobodyWaitsForIsCancelledAfterItsGrace() throws Exception {
        start(Duration.ofSeconds(20), Duration.ofMillis(300));
        Socket client = send("gate");
        awaitJob("running");
        client.close();
        awaitJob("cancelled");
        assertThat(server.engine().drawn()).isEmpty();
    }

    @Test
    void aJobThatIsNearlyDoneIsFinished() throws Exception {
        start(Duration.ofSeconds(20), Duration.ofMillis(300));
        Socket client = send("gate");
        awaitJob("running");
        server.engine().permit(9);
        while (awaitJob("running").get("progress").get("step").intValue() < 9) {
            Thread.sleep(20);
        }
        client.close();
        Thread.sleep(800);
        server.engine().permit(1);
        awaitJob("succeeded");
    }

    @Test
    void jobsAreNotCancelledByLeaving() throws Exception {
        start(Duration.ofSeconds(20), Duration.ofMillis(100));
        String id =
                server.post("/deepgen/v1/jobs", body("gate")).json().get("id").stringValue();
        Thread.sleep(500);
        server.engine().permit(10);
        assertThat(server.ended(id).get("status").stringValue()).isEqualTo("succeeded");
    }

    // ---- patience ----

    @Test
    void aClientThatAsksForItGetsTheJobAtOnce() {
        start();
        Answer answer = server.post(GENERATIONS, body("gate"), "Prefer", "respond-async");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).startsWith("/deepgen/v1/jobs/job_");
        server.engine().permit(10);
        assertThat(server.ended(answer.json().get("id").stringValue())
                        .get("images")
                        .size())
                .isEqualTo(1);
        Answer soon = server.post(GENERATIONS, body("gate"), "Prefer", "wait=1");
        assertThat(soon.status()).isEqualTo(202);
        server.engine().permit(10);
        assertThat(server.post(GENERATIONS, body("an apple"), "Prefer", "wait=30")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aClientThatWillNotWaitLongEnoughIsToldAtOnce() {
        start();
        server.engine().withStepMillis(30);
        assertThat(server.post(GENERATIONS, body("an apple")).status()).isEqualTo(200);
        String[] hopeless = {"X-Stainless-Lang", "java", "X-Stainless-Timeout", "0.01"};
        Answer answer = server.post(GENERATIONS, body("a pear"), hopeless);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("exceeds_client_timeout");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(server.post(GENERATIONS, body("a pear"), "X-Stainless-Lang", "java", "X-Stainless-Timeout", "60")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aStreamKnowsThatItsClientHasLeft() throws Exception {
        start(Duration.ofSeconds(20), Duration.ofMillis(200));
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            String json = "{\"prompt\": \"gate\", \"stream\": true}";
            socket.getOutputStream()
                    .write(("POST " + GENERATIONS + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: " + json.length() + "\r\n\r\n" + json)
                            .getBytes(StandardCharsets.UTF_8));
            awaitJob("running");
        }
        awaitJob("cancelled");
    }

    @Test
    void theConnectionIsClosedInOrderAfterAnAnswer() throws Exception {
        start();
        try (Socket socket = send("an apple")) {
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .contains("Connection: close")
                    .endsWith("}");
        }
    }
}
