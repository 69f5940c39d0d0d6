// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import io.github.deepgen4j.server.keys.KeyLimits;
import io.github.deepgen4j.server.keys.KeyRing;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of the page: a key is typed once, and the browser does not keep it. */
class SessionTest {
    private static final String SESSION = "/deepgen/v1/session";
    private static final String JOBS = "/deepgen/v1/jobs";
    private static final String APPLE = "{\"prompt\": \"an apple\", \"steps\": 2}";

    @TempDir
    private Path folder;

    private KeyRing ring;
    private TestServer server;
    private String alice;

    @BeforeEach
    void start() {
        ring = KeyRing.of(folder.resolve("keys.json"));
        alice = key("alice");
        server = serve();
    }

    private TestServer serve() {
        return new TestServer(folder.resolve("data"), options -> options.withKeys(folder.resolve("keys.json")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String key(String name) {
        return ring.create(name, Set.of("images", "jobs", "gallery"), 1, KeyLimits.DEFAULT, Optional.empty());
    }

    private Answer logIn(String key) {
        return server.post(SESSION, "{\"key\": \"" + key + "\"}");
    }

    /** {@code NAME=VALUE} of the cookie that an answer sets. */
    private static String cookie(Answer answer) {
        return answer.header("Set-Cookie").split(";")[0];
    }

    private Answer get(String path, String cookie) {
        return server.send(HttpRequest.newBuilder(server.uri(path)).header("Cookie", cookie));
    }

    private Answer draw(String cookie) {
        return server.post(JOBS, APPLE, "Cookie", cookie, "X-DeepGen-Page", "1");
    }

    @Test
    void withoutKeysThePageIsOpen(@TempDir Path data) {
        try (var open = new TestServer(data)) {
            Answer session = open.get(SESSION);
            assertThat(session.json().get("keys").booleanValue()).isFalse();
            assertThat(session.json().get("open").booleanValue()).isTrue();
        }
    }

    @Test
    void aKeyOpensASessionThatNoScriptCanRead() {
        assertThat(server.get(SESSION).json().get("open").booleanValue()).isFalse();
        assertThat(server.get(SESSION).json().get("keys").booleanValue()).isTrue();
        Answer open = logIn(alice);
        assertThat(open.status()).isEqualTo(200);
        assertThat(open.header("Set-Cookie"))
                .contains("; HttpOnly; SameSite=Strict")
                .contains("; Max-Age=43200")
                .doesNotContain(alice);
        assertThat(get(SESSION, cookie(open)).json().get("open").booleanValue()).isTrue();
        assertThat(get(JOBS, "other=1; " + cookie(open)).status()).isEqualTo(200);
        assertThat(draw(cookie(open)).status()).isEqualTo(202);
    }

    @Test
    void wrongKeysOpenNothingAndAreCounted() {
        Answer wrong = logIn("dg_" + "0".repeat(72));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("Set-Cookie")).isEmpty();
        for (int i = 0; i < 20; i++) {
            logIn("dg_" + "0".repeat(72));
        }
        assertThat(logIn(alice).status()).isEqualTo(429);
        assertThat(server.post(SESSION, "{}").code()).isEqualTo("missing_parameter");
        assertThat(server.post(SESSION, "{\"key\": \"a\", \"name\": \"b\"}").code())
                .isEqualTo("unknown_parameter");
    }

    @Test
    void whatChangesSomethingComesFromThePage() {
        String cookie = cookie(logIn(alice));
        Answer refused = server.post(JOBS, APPLE, "Cookie", cookie);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("origin_refused");
    }

    @Test
    void aChangedCookieOpensNothing() {
        String cookie = cookie(logIn(alice));
        String other = ring.keys().getFirst().id();
        String bob = key("bob").substring(3, 11);
        for (String forged : new String[] {
            cookie.substring(0, cookie.length() - 1) + (cookie.endsWith("0") ? "1" : "0"),
            cookie.replace(other, bob),
            cookie.replaceFirst("[.][0-9]+[.]", ".99999999999."),
            cookie + ".x",
            "deepgen_session=",
            "deepgen_session=a.b.c"
        }) {
            assertThat(get(JOBS, forged).status()).as(forged).isEqualTo(401);
        }
    }

    @Test
    void aSessionEndsWithItsTime() throws Exception {
        String id = ring.keys().getFirst().id();
        var signer = new Signer(Files.readAllBytes(folder.resolve("data").resolve("url.secret")));
        long now = Instant.now().getEpochSecond();
        String over = id + "." + (now - 1);
        String good = id + "." + (now + 60);
        assertThat(get(JOBS, "deepgen_session=" + good + "." + signer.of("session\n" + good))
                        .status())
                .isEqualTo(200);
        assertThat(get(JOBS, "deepgen_session=" + over + "." + signer.of("session\n" + over))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aRevokedKeyEndsItsSessions() {
        String cookie = cookie(logIn(alice));
        assertThat(get(JOBS, cookie).status()).isEqualTo(200);
        ring.revoke("alice");
        assertThat(get(JOBS, cookie).status()).isEqualTo(401);
    }

    @Test
    void aRestartEndsNoSession() {
        String cookie = cookie(logIn(alice));
        server.close();
        server = serve();
        assertThat(get(JOBS, cookie).status()).isEqualTo(200);
    }

    @Test
    void loggingOutForgetsTheCookie() {
        Answer out = server.send(HttpRequest.newBuilder(server.uri(SESSION))
                .header("Cookie", cookie(logIn(alice)))
                .method("DELETE", BodyPublishers.noBody()));
        assertThat(out.header("Set-Cookie")).startsWith("deepgen_session=;").contains("Max-Age=0");
        assertThat(out.json().get("open").booleanValue()).isFalse();
    }

    @Test
    void sessionsSeeNothingOfEachOther() {
        String bob = cookie(logIn(key("bob")));
        String job = draw(cookie(logIn(alice))).json().get("id").stringValue();
        assertThat(get(JOBS + "/" + job, bob).status()).isEqualTo(404);
        assertThat(get(JOBS + "/" + job + "/references/0", bob).status()).isEqualTo(404);
    }
}
