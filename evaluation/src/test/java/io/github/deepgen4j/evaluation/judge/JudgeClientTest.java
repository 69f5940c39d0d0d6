// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.deepgen4j.evaluation.data.Refusal;
import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Failure.Kind;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question.Chat;
import io.github.deepgen4j.evaluation.task.Question.Part;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.hub.retry.RetryPolicy;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.testing.ScriptedJudge;
import io.github.deepgen4j.testing.ScriptedJudge.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeClientTest {
    private static final Image WIDE = Image.of(1000, 500, new byte[3 * 1000 * 500]);

    private final List<Duration> slept = Collections.synchronizedList(new ArrayList<>());
    private final RetryPolicy quick = RetryPolicy.DEFAULT.with(3, slept::add);

    private JudgeOptions options(ScriptedJudge judge) {
        return JudgeOptions.of(judge.address(), "m").withRetries(quick).withKey("secret");
    }

    private static Chat chat(Part... parts) {
        return new Chat(Optional.empty(), List.of(parts), ChatParameters.of(0, 77, 1));
    }

    private static Chat asking(String text) {
        return chat(new Part.Text(text));
    }

    private static Answer status(int status, String body) {
        return new Answer(status, body);
    }

    /** Asks a server that answers each call by a script. */
    private Reply ask(Function<ScriptedJudge.Call, Answer> script) {
        try (ScriptedJudge judge = ScriptedJudge.of(script);
                var client = new JudgeClient(options(judge), _ -> {})) {
            return client.answer(asking("?"), 0);
        }
    }

    private Failure failure(Answer always) {
        return catchThrowableOfType(AnswerException.class, () -> ask(_ -> always))
                .failure();
    }

    @Test
    void requestsHoldPartsInOrderWithTheirFormats() {
        var picture = new Picture.Made("p", () -> WIDE);
        var parameters =
                new ChatParameters(OptionalDouble.of(0.5), List.of(512, 2048), 3, Map.of("repetition_penalty", 1.05));
        var question = new Chat(
                Optional.of("Be strict."),
                List.of(
                        new Part.Shown(picture, PictureFormat.raw("image/jpeg")),
                        new Part.Text("before \u201cquotes\u201d"),
                        new Part.Shown(
                                picture, PictureFormat.jpeg(95).fitInto(768).withDetail("high"))),
                parameters);
        try (ScriptedJudge judge = ScriptedJudge.of(_ -> ScriptedJudge.text("yes"));
                var client = new JudgeClient(options(judge), _ -> {})) {
            client.answer(question, 0);
            client.answer(question, 2);
            JsonNode body = Json.read(judge.calls().getFirst().body());
            assertThat(judge.calls().getFirst().authorization()).isEqualTo("Bearer secret");
            assertThat(body.get("model").stringValue()).isEqualTo("m");
            assertThat(body.get("temperature").doubleValue()).isEqualTo(0.5);
            assertThat(body.get("max_tokens").intValue()).isEqualTo(512);
            assertThat(Json.read(judge.calls().get(1).body()).get("max_tokens").intValue())
                    .isEqualTo(2048);
            assertThat(body.get("repetition_penalty").doubleValue()).isEqualTo(1.05);
            List<JsonNode> messages = body.get("messages").stream().toList();
            assertThat(messages.get(0).toString()).isEqualTo("{\"role\":\"system\",\"content\":\"Be strict.\"}");
            List<JsonNode> parts = messages.get(1).get("content").stream().toList();
            assertThat(url(parts.get(0))).startsWith("data:image/jpeg;base64,");
            assertThat(decoded(parts.get(0)).width()).isEqualTo(1000);
            assertThat(parts.get(1).get("text").stringValue()).isEqualTo("before \u201cquotes\u201d");
            assertThat(parts.get(2).get("image_url").get("detail").stringValue())
                    .isEqualTo("high");
            assertThat(decoded(parts.get(2)).size()).hasToString("768x384");
        }
    }

    private static String url(JsonNode part) {
        return part.get("image_url").get("url").stringValue();
    }

    private static Image decoded(JsonNode part) {
        return Image.read(Base64.getDecoder().decode(url(part).replaceFirst(".*,", "")), "sent");
    }

    @Test
    void aPictureIsEncodedOnceForAllItsQuestions() {
        var made = new AtomicInteger();
        var picture = new Picture.Made("p", () -> {
            made.incrementAndGet();
            return WIDE;
        });
        try (ScriptedJudge judge = ScriptedJudge.saying("no", 0);
                var client = new JudgeClient(options(judge), _ -> {});
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> replies = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> client.answer(
                            chat(new Part.Text("question " + i), new Part.Shown(picture, PictureFormat.png())), 0)))
                    .toList();
            assertThat(replies).allSatisfy(reply -> assertThat(reply.get()).isEqualTo(new Reply.Text("no", "stop")));
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void whatMayPassIsRepeatedAndRetryAfterObeyed() {
        Reply reply = ask(call -> switch (call.number()) {
            case 0 -> status(429, "slow down").with("Retry-After", "7");
            case 1 -> status(200, "<html>Bad gateway</html>");
            default -> ScriptedJudge.text("fine");
        });
        assertThat(reply).isEqualTo(new Reply.Text("fine", "stop"));
        assertThat(slept).anyMatch(wait -> wait.toMillis() > 6000 && wait.toMillis() <= 7000);
    }

    @ParameterizedTest
    @CsvSource({"429", "500", "503", "408"})
    void aServerThatStaysBusyIsNotReachable(int status) {
        Failure failure = failure(status(status, "later"));
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.reason()).contains("failed 3 times", "status " + status, "later");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>It works</body></html>", "", "[]", "{}", "{\"choices\": 1}", "\u0000", "nul"})
    void whatIsNoChatIsNotReachable(String body) {
        assertThat(failure(status(200, body)).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void nullAndOddContentsAreEmptyTexts() {
        for (String content : List.of("null", "7", "{}", "[]", "[{\"type\": \"image\"}]")) {
            Reply reply = ask(_ -> status(200, "{\"choices\": [{\"message\": {\"content\": " + content + "}}]}"));
            assertThat(reply).as(content).isEqualTo(new Reply.Text("", ""));
        }
        assertThat(ask(_ -> status(200, "{\"choices\": [{}]}"))).isEqualTo(new Reply.Text("", ""));
        assertThat(ask(_ -> status(
                        200, "{\"choices\": [{\"message\": {\"content\": [{\"text\": \"ye\"}, {\"text\": \"s\"}]}}]}")))
                .isEqualTo(new Reply.Text("yes", ""));
    }

    @Test
    void refusalsOfAContentFilterAreAKindOfTheirOwnAndNotRepeated() {
        for (Answer answer : List.of(
                status(400, "{\"error\": {\"code\": \"content_filter\", \"message\": \"no\"}}"),
                status(400, "{\"error\": {\"innererror\": {\"code\": \"ResponsibleAIPolicyViolation\"}}}"),
                status(200, "{\"choices\": []}"),
                status(200, "{\"error\": {\"code\": \"content_policy_violation\"}}"),
                status(200, "{\"choices\": [{\"finish_reason\": \"content_filter\", \"message\": {}}]}"),
                status(200, "{\"choices\": [{\"message\": {\"refusal\": \"I will not\", \"content\": null}}]}"))) {
            try (ScriptedJudge judge = ScriptedJudge.of(_ -> answer);
                    var client = new JudgeClient(options(judge), _ -> {})) {
                assertThatThrownBy(() -> client.answer(asking("?"), 0))
                        .isInstanceOfSatisfying(
                                AnswerException.class,
                                e -> assertThat(e.failure().kind()).isEqualTo(Kind.REFUSED));
                assertThat(judge.count()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"401,key of its API", "403,key of its API", "404,correct address or model"})
    void whatNoQuestionWouldSurviveEndsTheRun(int status, String advice) {
        assertThatThrownBy(() -> ask(_ -> status(status, "no")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(advice)
                .hasMessageNotContaining("secret");
    }

    @Test
    void otherRefusedRequestsAreFailuresOfOneQuestion() {
        assertThat(failure(status(413, "too large")).reason()).contains("status 413", "too large");
    }

    @Test
    void aReplyOfThirtyMegabytesIsNoReply() {
        Failure failure = failure(new Answer(200, Map.of(), new byte[30 << 20], 0));
        assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
        assertThat(failure.reason()).contains("at most");
    }

    @Test
    void slowRepliesTimeOut() {
        try (ScriptedJudge judge = ScriptedJudge.saying("late", 5000);
                var client = new JudgeClient(options(judge).withTimeout(Duration.ofMillis(100)), _ -> {})) {
            assertThatThrownBy(() -> client.answer(asking("?"), 0)).hasMessageContaining("timed out");
        }
    }

    @Test
    void laterAttemptsHaveMoreTime() {
        try (ScriptedJudge judge = ScriptedJudge.saying("late", 300);
                var client = new JudgeClient(
                        options(judge).withTimeout(Duration.ofMillis(50), Duration.ofSeconds(20)), _ -> {})) {
            assertThat(client.answer(asking("?"), 0)).isEqualTo(new Reply.Text("late", "stop"));
            assertThat(judge.count()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>It works</body></html>", "", "{}"})
    void whatIsNoChatIsAFailureAtOnceWhereThatIsWanted(String body) {
        try (ScriptedJudge judge = ScriptedJudge.of(_ -> status(200, body));
                var client = new JudgeClient(options(judge).withoutRepeatedPages(), _ -> {})) {
            assertThatThrownBy(() -> client.answer(asking("?"), 0))
                    .isInstanceOfSatisfying(
                            AnswerException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(Kind.UNREADABLE))
                    .hasMessageContaining(body.isEmpty() ? "nothing" : body);
            assertThat(judge.count()).isEqualTo(1);
        }
    }

    @Test
    void budgetsOfCallsAndMoneyHold() {
        for (Budget budget : List.of(Budget.ofCalls(3), new Budget(0, 3, 1000, 1000))) {
            try (ScriptedJudge judge = ScriptedJudge.saying("yes", 0);
                    var client = new JudgeClient(options(judge).withBudget(budget), _ -> {})) {
                for (int i = 0; i < 3; i++) {
                    client.answer(asking("?"), 0);
                }
                assertThat(client.usage()).isEqualTo(new Usage(3, 3000, 30));
                assertThatThrownBy(() -> client.answer(asking("?"), 0))
                        .isInstanceOfSatisfying(
                                AnswerException.class,
                                e -> assertThat(e.failure().kind()).isEqualTo(Kind.BUDGET));
                assertThat(judge.count()).isEqualTo(3);
            }
        }
    }

    @Test
    void anUnreachableJudgeIsGivenUp() {
        try (ScriptedJudge judge = ScriptedJudge.of(_ -> status(503, ""));
                var client = new JudgeClient(options(judge), _ -> {})) {
            List<Kind> kinds = IntStream.range(0, 20)
                    .mapToObj(_ -> catchThrowableOfType(AnswerException.class, () -> client.answer(asking("?"), 0))
                            .failure()
                            .kind())
                    .toList();
            assertThat(kinds.subList(0, 10)).containsOnly(Kind.UNREACHABLE);
            assertThat(kinds.subList(10, 20)).containsOnly(Kind.NOT_ASKED);
            assertThat(judge.count()).isEqualTo(30);
        }
    }

    @Test
    void soManyCallsAreInFlightAndNoMore() throws Exception {
        try (ScriptedJudge judge = ScriptedJudge.saying("yes", 50);
                var client = new JudgeClient(options(judge).withConcurrency(16), _ -> {});
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> replies = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> client.answer(asking("question " + i), 0)))
                    .toList();
            for (Future<Reply> reply : replies) {
                assertThat(reply.get()).isEqualTo(new Reply.Text("yes", "stop"));
            }
            assertThat(judge.mostAtOnce()).isBetween(8, 16);
        }
    }

    @Test
    void addressesAreCompletedAndOthersRefused() {
        assertThat(JudgeOptions.of(URI.create("http://h:1/v1/"), "m").chat())
                .hasToString("http://h:1/v1/chat/completions");
        assertThat(JudgeOptions.of(URI.create("https://h/v1/chat/completions"), "m")
                        .chat())
                .hasToString("https://h/v1/chat/completions");
        assertThatThrownBy(() -> JudgeOptions.of(URI.create("localhost:8000"), "m"))
                .hasMessageContaining("http://localhost:8000/v1");
    }

    @Test
    void refusalsInWordsAreKnown() {
        assertThat(Refusal.is("I'm sorry, but I can\u2019t help with that.")).isTrue();
        assertThat(Refusal.is("I cannot assist with this request.")).isTrue();
        assertThat(Refusal.is("The cup cannot be seen. Score: 2")).isFalse();
        assertThat(Refusal.is("x".repeat(1000) + " I can't help")).isFalse();
    }
}
