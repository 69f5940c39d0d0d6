// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.server.MultipartBody;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that mean harm or are broken: the right status, and nothing left behind. */
class HostileInputTest {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String EDITS = "/v1/images/edits";

    @TempDir
    private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(folder, options -> options.withBodies(200_000, 150_000));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothingIsLeftAndTheServerLives() throws IOException {
        assertThat(server.get("/health").status()).isEqualTo(200);
        Path uploads = folder.resolve("uploads");
        if (Files.exists(uploads)) {
            try (Stream<Path> files = Files.list(uploads)) {
                assertThat(files).isEmpty();
            }
        }
    }

    /** The whole answer to some bytes. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static Answer edit(MultipartBody body) {
        return server.send(body.to(HttpRequest.newBuilder(server.uri(EDITS))));
    }

    // ---- browsers ----

    @Test
    void otherPagesAndOtherNamesAreRefused() throws IOException {
        String rest = " HTTP/1.1\r\nConnection: close\r\n";
        assertThat(raw("GET /health" + rest + "Host: evil.example\r\n\r\n"))
                .contains(" 403 ")
                .contains("host_refused");
        assertThat(raw("GET /health" + rest + "Host: localhost\r\nOrigin: http://evil.example\r\n\r\n"))
                .contains(" 403 ")
                .contains("origin_refused");
        assertThat(raw("GET /health" + rest + "Host: localhost\r\nOrigin: http://localhost\r\n\r\n"))
                .contains(" 200 ");
    }

    @Test
    void answersForbidWhatPagesNeedNot() {
        Answer answer = server.get("/health");
        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'self'")
                .contains("frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    }

    // ---- HTTP ----

    @Test
    void aRequestThatIsRefusedBeforeItHasComeIsTheLastOfItsConnection() throws IOException {
        assertThat(raw("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n"))
                .contains(" 404 ")
                .contains("Connection: close");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "nonsense\r\n\r\n",
                "POST /v1/images/generations HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Content-Length: 5\r\n"
                        + "Content-Length: 6\r\n\r\n"
                        + "hello!",
                "POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST /v1/images/generations HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Transfer-Encoding: chunked\r\n"
                        + "Content-Length: 3\r\n\r\n"
                        + "0\r\n\r\n",
                "GET /health HTTP/1.1\r\n\r\n",
            })
    void brokenHttpIsRefusedInOneLine(String request) throws IOException {
        String answer = raw(request);
        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain(" 200 ").doesNotContain("Jetty", "at org.", "at io.");
        assertThat(answer.substring(9, 12)).matches("[45]..");
    }

    @Test
    void longHeadersAreRefused() throws IOException {
        assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .contains(" 431 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/deepgen/v1/files/..%2f..%2fetc%2fpasswd",
                "/;/health"
            })
    void pathsLeadNowhere(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .containsPattern("HTTP/1.1 4\\d\\d ")
                .doesNotContain("root:");
    }

    // ---- bodies ----

    @Test
    void bodiesAboveTheLimitAreRefusedWithAndWithoutALength() throws IOException {
        String prompt = "{\"prompt\": \"" + "x".repeat(200_000) + "\"}";
        Answer withLength = server.post(GENERATIONS, prompt);
        assertThat(withLength.status()).isEqualTo(413);
        assertThat(withLength.code()).isEqualTo("body_too_large");
        String chunk = Integer.toHexString(prompt.length()) + "\r\n" + prompt + "\r\n0\r\n\r\n";
        assertThat(raw("POST " + GENERATIONS + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk))
                .contains(" 413 ");
    }

    @Test
    void partsAboveTheLimitAreRefused() {
        assertThat(edit(new MultipartBody().text("prompt", "x").file("image", "a.png", new byte[160_000]))
                        .status())
                .isEqualTo(413);
        assertThat(edit(new MultipartBody().text("prompt", "x".repeat(70_000))).code())
                .isEqualTo("body_too_large");
        var many = new MultipartBody();
        for (int i = 0; i < 70; i++) {
            many.text("field" + i, "x");
        }
        assertThat(edit(many).status()).isEqualTo(400);
        var images = new MultipartBody().text("prompt", "x");
        for (int i = 0; i < 17; i++) {
            images.file("image[]", "a.png", new byte[] {1});
        }
        assertThat(edit(images).text()).contains("at most 16 images, found 17");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=x",
            })
    void brokenFormsAreRefused(String type) {
        Answer answer = server.send(HttpRequest.newBuilder(server.uri(EDITS))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nnever ends")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    }

    @Test
    void textThatIsNotTextIsRefused() {
        assertThat(server.post(GENERATIONS, "[".repeat(10_000)).code()).isEqualTo("invalid_json");
        assertThat(server.post(GENERATIONS, "{\"prompt\": \"a\\ud800b\"}").code())
                .isEqualTo("invalid_value");
        assertThat(server.post(GENERATIONS, "{\"prompt\": \"x\", \"seed\": " + "9".repeat(5000) + "}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aPictureThatUnpacksToGigabytesIsRefused() throws IOException {
        Answer answer = edit(new MultipartBody().text("prompt", "x").file("image", "a.png", bomb(100_000, 100_000)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("image_too_large");
    }

    /** A PNG of this size in a few bytes. */
    private static byte[] bomb(int width, int height) throws IOException {
        var head = new ByteArrayOutputStream();
        var fields = new DataOutputStream(head);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {1, 0, 0, 0, 0});
        var data = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(data, new Deflater(9))) {
            deflater.write(new byte[100_000]);
        }
        var png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 137, 80, 78, 71, 13, 10, 26, 10});
        chunk(png, "IHDR", head.toByteArray());
        chunk(png, "IDAT", data.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var sum = new CRC32();
        sum.update(name);
        sum.update(data);
        var out = new DataOutputStream(png);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) sum.getValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "https://localhost/",
                "HTTP://[::1]/",
                "file:///etc/passwd",
                "ftp://a.example/b",
                "//a.example/b.png",
                "javascript:alert(1)"
            })
    void noAddressIsFetched(String address) {
        Answer answer =
                server.post(EDITS, "{\"prompt\": \"x\", \"images\": [{\"image_url\": \"%s\"}]}".formatted(address));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.code()).isIn("remote_url_refused", "invalid_image");
    }
}
