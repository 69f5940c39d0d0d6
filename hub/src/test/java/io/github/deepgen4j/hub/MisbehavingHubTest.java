// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.github.deepgen4j.hub.FakeHub.Request;
import io.github.deepgen4j.hub.retry.BusyException;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the other side does: the right file, or a message and no file. */
class MisbehavingHubTest extends PullFixture {
    private final AtomicInteger count = new AtomicInteger();

    /** A status without a body. */
    private static boolean says(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        return true;
    }

    /** Announces a body and brings only its first bytes. */
    private static boolean cut(HttpExchange exchange, byte[] content, int at) throws IOException {
        FakeHub.content(exchange, content, at);
        return true;
    }

    @Test
    void droppedConnectionsAreTakenUpWhereTheyBroke() {
        hub.fault =
                exchange -> isContent(exchange) && count.incrementAndGet() % 3 == 0 && cut(exchange, weights(), 400);
        assertComplete(pull());
        assertThat(hub.downloads())
                .filteredOn(Request::store)
                .extracting(request -> request.range().orElseThrow())
                .anyMatch(range -> range.matches("bytes=\\d*400-\\d+"));
    }

    @Test
    void smallFilesSurviveDropsToo() {
        hub.fault = exchange -> exchange.getRequestURI().getPath().endsWith("model_index.json")
                && count.incrementAndGet() == 1
                && cut(exchange, hub.files.get("model_index.json"), 5);
        assertComplete(pull());
    }

    @Test
    void aServerThatNeverDeliversIsGivenUp() {
        hub.fault = exchange -> isContent(exchange) && cut(exchange, weights(), 0);
        assertThat(failure()).contains(WEIGHTS, "failed 4 times in a row", "continues where this one stopped");
        assertThat(waits).hasSizeGreaterThanOrEqualTo(ATTEMPTS - 1);
    }

    @Test
    void ignoredRangesStillGiveTheFile() {
        hub.fault = exchange -> {
            if (isContent(exchange)) {
                FakeHub.whole(exchange, weights(), Integer.MAX_VALUE);
            }
            return isContent(exchange);
        };
        assertComplete(pull());
    }

    @Test
    void ignoredRangesAndDropsStillGiveTheFile() {
        hub.files.put(WEIGHTS, random(1_000_000));
        hub.fault = exchange -> {
            if (isContent(exchange)) {
                FakeHub.whole(exchange, weights(), count.incrementAndGet() * 80_000);
            }
            return isContent(exchange);
        };
        assertComplete(pull());
    }

    @Test
    void wrongBytesAreFetchedAgain() {
        byte[] wrong = weights().clone();
        wrong[12_345] ^= 4;
        hub.fault = exchange -> {
            if (isContent(exchange) && count.incrementAndGet() <= 26) {
                FakeHub.content(exchange, wrong);
                return true;
            }
            return false;
        };
        assertComplete(pull());
        assertThat(notes).containsExactly(WEIGHTS + ": has a wrong checksum, is downloaded once more");
    }

    @Test
    void wrongBytesNeverGetTheName() {
        hub.fault = exchange -> {
            if (isContent(exchange)) {
                FakeHub.content(exchange, new byte[weights().length]);
            }
            return isContent(exchange);
        };
        assertThat(failure()).contains(WEIGHTS, "checksum", "twice", "Nothing of it was kept");
        assertThat(unfinishedWeights()).doesNotExist();
    }

    @Test
    void aWrongSmallFileNeverGetsTheName() {
        hub.fault = exchange -> {
            boolean small = exchange.getRequestURI().getPath().endsWith("model_index.json");
            if (small) {
                FakeHub.content(exchange, new byte[hub.files.get("model_index.json").length]);
            }
            return small;
        };
        assertThat(failure()).contains("model_index.json", "checksum");
    }

    @ParameterizedTest
    @ValueSource(ints = {-300, 300, 25_300})
    void wrongLengthsAreNotTaken(int more) {
        hub.fault = exchange -> {
            if (isContent(exchange)) {
                FakeHub.content(exchange, random(weights().length + more));
            }
            return isContent(exchange);
        };
        assertThat(failure()).contains(WEIGHTS, "Content-Range expected", "/25300", "/" + (25_300 + more));
    }

    @ParameterizedTest
    @ValueSource(ints = {-30, 30, 100_000})
    void wrongLengthsOfWholeFilesAreNotTaken(int more) {
        hub.fault = exchange -> {
            if (isContent(exchange)) {
                FakeHub.whole(exchange, random(weights().length + more), Integer.MAX_VALUE);
            }
            return isContent(exchange);
        };
        assertThat(failure()).contains(WEIGHTS, "expected all 25300 bytes");
    }

    @Test
    void aBodyWithoutEndIsCutOff() {
        hub.fault = exchange -> {
            if (isContent(exchange)) {
                exchange.sendResponseHeaders(200, 0); // chunked: no length
                exchange.getResponseBody().write(random(200_000));
            }
            return isContent(exchange);
        };
        assertThat(failure()).contains(WEIGHTS, "more than the announced 25300 bytes");
    }

    @Test
    void aTrickleIsGivenUpAndTriedAgain() {
        stall = Duration.ofMillis(500);
        hub.fault = exchange -> {
            if (!isContent(exchange) || count.incrementAndGet() > 2) {
                return false;
            }
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-999/25300");
            exchange.sendResponseHeaders(206, BLOCK);
            for (int i = 0; i < 40; i++) {
                exchange.getResponseBody().write(weights()[i]);
                exchange.getResponseBody().flush();
                pause(Duration.ofMillis(50));
            }
            return true;
        };
        assertComplete(pull());
    }

    @Test
    void aTrickleThatNeverEndsIsAFailure() {
        stall = Duration.ofMillis(500);
        hub.fault = exchange -> {
            if (!isContent(exchange)) {
                return false;
            }
            exchange.sendResponseHeaders(200, weights().length);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            pause(Duration.ofSeconds(60));
            return true;
        };
        assertThat(failure()).contains(WEIGHTS, "fewer than 4096 bytes in 0.5 s");
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theHubIsLeftAloneForAsLongAsItAsks() {
        hub.fault = exchange -> {
            if (!isContent(exchange) || count.incrementAndGet() > 1) {
                return false;
            }
            exchange.getResponseHeaders().set("Retry-After", "77");
            return says(exchange, 429);
        };
        assertComplete(pull());
        assertThat(waits)
                .anySatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(70), Duration.ofSeconds(77)));
        assertThat(notes).singleElement().asString().contains("answers 429; waiting 77 s as it asks");
    }

    @Test
    void waitsAreReadInAllForms() {
        String date = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(300).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(retryAfter("Retry-After", date).toSeconds()).isBetween(280L, 300L);
        assertThat(retryAfter("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")).isZero();
        assertThat(retryAfter("RateLimit", "\"resolvers\";r=0;t=57")).isEqualTo(Duration.ofSeconds(57));
        assertThat(retryAfter("Retry-After", "-5")).isEqualTo(Duration.ofDays(-1));
        assertThat(retryAfter("Retry-After", "99999999999999999999")).isEqualTo(Duration.ofDays(-1));
    }

    private static Duration retryAfter(String name, String value) {
        var headers = java.net.http.HttpHeaders.of(java.util.Map.of(name, java.util.List.of(value)), (_, _) -> true);
        return new BusyException("busy", headers).retryAfter().orElse(Duration.ofDays(-1));
    }

    @Test
    void aHubThatAsksForHoursIsNotWaitedFor() {
        hub.fault = exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7200");
            return says(exchange, 503);
        };
        assertThat(failure()).contains("answers 503", "come back in 120 minutes");
        assertThat(hub.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void passingFaultsPass(int status) {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        hub.fault =
                exchange -> seen.add(exchange.getRequestURI() + range(exchange).orElse("")) && says(exchange, status);
        assertComplete(pull());
        assertThat(waits).isNotEmpty().allMatch(wait -> wait.compareTo(Duration.ofSeconds(32)) <= 0);
    }

    @Test
    void faultsThatStayAreAFailure() {
        hub.fault = exchange -> says(exchange, 500);
        assertThat(failure()).contains("answers 500", "failed 4 times in a row");
    }

    @Test
    void aSignedAddressThatExpiresIsRenewed() {
        hub.fault = exchange -> isContent(exchange) && count.incrementAndGet() % 9 == 0 && says(exchange, 403);
        assertComplete(pull());
    }

    @ParameterizedTest
    @CsvSource({
        "401, GatedRepo, '', gated: ask for access",
        "403, GatedRepo, hf_x, with the account of your token",
        "401, RepoNotFound, '', check the name; a private or gated one needs a token in HF_TOKEN",
        "404, RepoNotFound, hf_x, check the name and HF_TOKEN",
        "404, RevisionNotFound, '', has no revision main",
        "403, '', '', no access to some/model",
        "401, '', hf_x, no repository some/model that your token opens",
        "418, '', '', is HF_ENDPOINT right?"
    })
    void aRefusalSaysWhatToDo(int status, String code, String token, String expected) {
        hub.fault = exchange -> {
            exchange.getResponseHeaders().set("X-Error-Code", code);
            exchange.getResponseHeaders().set("X-Error-Message", "as the hub puts it");
            return says(exchange, status);
        };
        String[] tokens = token.isEmpty() ? new String[0] : new String[] {token};
        assertThat(failure(pull(hub.settings(cache(), tokens))))
                .contains(expected, "answers " + status + ": as the hub puts it")
                .doesNotContain("hf_x");
        assertThat(hub.requests).hasSize(1);
    }

    /** The server says it in a header, in an address, in an answer, in a commit, in the names of files. */
    @ParameterizedTest
    @ValueSource(strings = {"message", "location", "commit", "path"})
    void aTokenThatIsRepeatedIsNotPrinted(String where) {
        String token = "hf_SECRET123";
        hub.fault = exchange -> {
            String heard = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean tree = exchange.getRequestURI().getPath().contains("/tree/");
            String answer = "";
            int status = 200;
            switch (where) {
                case "message" -> {
                    exchange.getResponseHeaders().set("X-Error-Message", "bad " + heard);
                    status = 401;
                }
                case "location" -> {
                    exchange.getResponseHeaders().set("Location", "ftp://host/" + heard.replace(" ", ""));
                    status = 302;
                }
                case "commit" -> answer = "{\"sha\": \"" + heard + "\"}";
                default ->
                    answer = tree
                            ? "[{\"type\": \"file\", \"path\": \"../" + heard + "\", \"size\": 1, \"oid\": \"0\"}]"
                            : "{\"sha\": \"" + FakeHub.COMMIT + "\"}";
            }
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write(answer.getBytes());
            return true;
        };
        var settings = new HubSettings(hub.endpoint(), Optional.of(token), cache(), false);
        HubException failure = catchThrowableOfType(HubException.class, pull(settings)::toCache);
        assertThat(failure).hasMessageContaining("***").hasMessageNotContaining(token);
        assertThat(failure.getCause()).isNull();
    }

    @Test
    void repeatedFailuresAreTold() {
        hub.fault = exchange -> says(exchange, 503);
        failure();
        assertThat(notes).first().asString().contains("answers 503; trying again in", "attempt 3 of 4");
    }

    @Test
    void aFileThatNeedsRightsOfItsOwnIsRefusedToo() {
        hub.fault = exchange -> {
            exchange.getResponseHeaders().set("X-Error-Code", "GatedRepo");
            return exchange.getRequestURI().getPath().contains("/resolve/") && says(exchange, 403);
        };
        assertThat(failure()).contains("some/model is gated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/some/model", "file:///etc/passwd", "ftp://127.0.0.1/x", "http:opaque", ":", ""})
    void strangeRedirectsLeadNowhere(String location) {
        hub.fault = exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            return exchange.getRequestURI().getPath().contains("model") && says(exchange, 302);
        };
        assertThat(failure()).containsAnyOf("redirected more than 10 times", "which is not followed", "no address");
    }

    @Test
    void noSignatureIsInAMessage() {
        hub.fault = exchange -> isContent(exchange) && says(exchange, 403);
        assertThat(failure()).contains("/" + WEIGHTS + " answers 403").doesNotContain("secret");
    }

    @Test
    void aHubThatIsNotThereIsNamed() {
        HubSettings settings = hub.settings(cache());
        hub.close();
        assertThat(failure(pull(settings))).contains(settings.endpoint().toString(), "failed 4 times");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>please log in</html>",
                "",
                "[1, 2",
                "{\"sha\": 5}",
                "{\"sha\": \"../../../etc\"}",
                "{\"sha\": \"main\"}",
                "[]",
                "null"
            })
    void anAnswerThatIsNoneIsAFailure(String answer) {
        hub.fault = exchange -> {
            FakeHub.json(exchange, answer);
            return true;
        };
        assertThat(failure()).containsAnyOf("HF_ENDPOINT", "expected 40 hexadecimal digits");
    }

    @Test
    void anEndlessListingIsAFailure() {
        hub.fault = exchange -> {
            exchange.getResponseHeaders().set("Link", "<http://x/y?cursor=again>; rel=\"next\"");
            return false;
        };
        assertThat(failure()).contains("more than 10000 files or 100 pages");
        hub.fault = exchange -> {
            FakeHub.json(exchange, " ".repeat((4 << 20) + 1));
            return true;
        };
        assertThat(failure()).contains("answers more than 4194304 bytes");
    }

    @Test
    void filesThatDoNotFitAreNotStarted() {
        listing("{\"type\": \"file\", \"path\": \"a\", \"size\": 1152921504606846976, \"oid\": \"" + "a".repeat(40)
                + "\"}");
        assertThat(failure()).contains("not enough space", "needs 1152921504.6 GB");
        String large = "{\"type\": \"file\", \"path\": \"%s\", \"size\": 9223372036854775807, \"oid\": \""
                + "a".repeat(40) + "\"}";
        listing(large.formatted("a") + "," + large.formatted("b"));
        assertThat(failure()).contains("more bytes than there are numbers");
        assertThat(hub.downloads()).isEmpty();
    }

    private void listing(String entries) {
        hub.fault = exchange -> {
            boolean tree = exchange.getRequestURI().getPath().contains("/tree/");
            if (tree) {
                FakeHub.json(exchange, "[" + entries + "]");
            }
            return tree;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"file\", \"path\": \"../../evil\", \"size\": 1, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"/etc/evil\", \"size\": 1, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"a/../../evil\", \"size\": 1, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"a\\\\..\\\\evil\", \"size\": 1, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"c:evil\", \"size\": 1, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"ev\\u0000il\", \"size\": 1, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"\", \"size\": 1, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"a//evil\", \"size\": 1, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"a/.\", \"size\": 1, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": 7, \"size\": 1, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"a\", \"size\": -1, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"a\", \"size\": 1.5, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"a\", \"size\": 99999999999999999999, \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"a\", \"oid\": \"%s\"}",
                "{\"type\": \"file\", \"path\": \"a\", \"size\": 1, \"oid\": \"../evil\"}",
                "{\"type\": \"file\", \"path\": \"a\", \"size\": 1, \"lfs\": {\"oid\": \"../evil\"}}",
                "{\"type\": \"file\", \"path\": \"a\", \"size\": 1}",
                "7",
                "[]"
            })
    void absurdEntriesAreRefused(String entry) {
        listing(entry.formatted("a".repeat(40)));
        assertThat(failure()).containsAnyOf("the hub announces", "the hub's answer");
        assertThat(hub.downloads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a, a, twice",
        "Readme.md, README.md, lists README.md and Readme.md",
        "a, a/b, as a file and as the folder"
    })
    void filesThatCollideAreRefused(String one, String other, String expected) {
        String entry = "{\"type\": \"file\", \"path\": \"%s\", \"size\": 1, \"oid\": \"" + "a".repeat(40) + "\"}";
        listing(entry.formatted(one) + "," + entry.formatted(other));
        assertThat(failure()).contains(expected);
        listing(entry.formatted(other) + "," + entry.formatted(one));
        assertThatThrownBy(() -> pull(hub.settings(cache())).toFolder(folder.resolve("to")))
                .isInstanceOf(HubException.class);
    }
}
