// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.DeepGenServer;
import io.github.deepgen4j.server.ScriptedEngine;
import io.github.deepgen4j.server.ServerOptions;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import io.github.deepgen4j.server.api.ApiOptions;
import io.github.deepgen4j.server.queue.QueueLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line between clients and the server: compression, pages of others, proxies, TLS. */
class NetworkTest {
    @TempDir
    private Path folder;

    private TestServer server(NetworkOptions network, ApiOptions api) {
        return new TestServer(
                folder.resolve("data"), options -> options.withNetwork(network).withApi(api));
    }

    private static Answer get(TestServer server, String path, String... headers) {
        return server.send(HttpRequest.newBuilder(server.uri(path)).headers(headers));
    }

    @Test
    void textsAreCompressedForThoseWhoAskAndPicturesNever() throws Exception {
        try (var server = server(NetworkOptions.DEFAULT, ApiOptions.DEFAULT)) {
            Answer plain = server.get("/openapi.json");
            assertThat(plain.header("Content-Encoding")).isEmpty();
            Answer packed = get(server, "/openapi.json", "Accept-Encoding", "br, gzip;q=0.8");
            assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(packed.header("Vary")).isEqualTo("Accept-Encoding");
            InputStream bytes = new ByteArrayInputStream(packed.response().body());
            assertThat(new GZIPInputStream(bytes).readAllBytes())
                    .isEqualTo(plain.response().body())
                    .hasSizeGreaterThan(5 * packed.response().body().length);
            assertThat(get(server, "/openapi.json", "Accept-Encoding", "gzip;q=0")
                            .header("Content-Encoding"))
                    .isEmpty();
            assertThat(get(server, "/health", "Accept-Encoding", "gzip").header("Content-Encoding"))
                    .isEmpty();
            String job = server.post("/deepgen/v1/jobs", "{\"prompt\": \"x\", \"steps\": 1}")
                    .json()
                    .get("id")
                    .stringValue();
            server.ended(job);
            Answer picture = get(server, "/deepgen/v1/jobs/" + job + "/images/0", "Accept-Encoding", "gzip");
            assertThat(picture.status()).isEqualTo(200);
            assertThat(picture.header("Content-Encoding")).isEmpty();
        }
    }

    @Test
    void pagesOfOthersCallOnlyIfTheyAreNamed() {
        String page = "https://page.example";
        try (var server = server(NetworkOptions.DEFAULT, ApiOptions.DEFAULT.withOrigins(Set.of(page)))) {
            Answer answer = get(server, "/health", "Origin", page);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(page);
            Answer asked = server.send(HttpRequest.newBuilder(server.uri("/v1/images/generations"))
                    .method("OPTIONS", BodyPublishers.noBody())
                    .headers(
                            "Origin",
                            page,
                            "Access-Control-Request-Method",
                            "POST",
                            "Access-Control-Request-Headers",
                            "authorization,content-type"));
            assertThat(asked.status()).isEqualTo(204);
            assertThat(asked.header("Access-Control-Allow-Headers")).isEqualTo("authorization,content-type");
            assertThat(asked.header("Access-Control-Allow-Methods")).contains("POST");
            Answer other = get(server, "/health", "Origin", "https://other.example");
            assertThat(other.code()).isEqualTo("origin_refused");
            assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    private static String[] forwarded(String chain) {
        return new String[] {
            "X-Forwarded-For", chain, "X-Forwarded-Proto", "https", "X-Forwarded-Host", "localhost:8443"
        };
    }

    private String addressOf(TestServer server, String chain) throws Exception {
        server.send(server.request("/deepgen/v1/jobs", "{\"prompt\": \"x\", \"steps\": 1}", forwarded(chain)));
        try (var files = Files.list(folder.resolve("data").resolve("audit"))) {
            List<String> lines = Files.readAllLines(files.findFirst().orElseThrow());
            return lines.stream()
                    .map(Json::read)
                    .filter(line -> line.has("address"))
                    .toList()
                    .getLast()
                    .get("address")
                    .stringValue();
        }
    }

    @Test
    void onlyProxiesThatAreTrustedAreBelieved() throws Exception {
        String url = "{\"prompt\": \"x\", \"steps\": 1, \"response_format\": \"url\"}";
        var proxies = List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("10.1.2.3"));
        try (var server = server(new NetworkOptions(Optional.empty(), proxies), ApiOptions.DEFAULT)) {
            assertThat(addressOf(server, "198.51.100.7")).isEqualTo("198.51.100.7");
            assertThat(addressOf(server, "6.6.6.6, 198.51.100.7, 10.1.2.3")).isEqualTo("198.51.100.7");
            assertThat(addressOf(server, "no address")).isEqualTo("127.0.0.1");
            Answer answer = server.post("/v1/images/generations", url, forwarded("198.51.100.7"));
            assertThat(answer.text()).contains("\"https://localhost:8443/deepgen/v1/files/");
        }
        try (var server = server(NetworkOptions.DEFAULT, ApiOptions.DEFAULT)) {
            assertThat(addressOf(server, "198.51.100.7")).isEqualTo("127.0.0.1");
            Answer answer = server.post("/v1/images/generations", url, forwarded("198.51.100.7"));
            assertThat(answer.text()).contains("\"http://127.0.0.1:" + server.port());
        }
    }

    @Test
    void rangesOfAddressesAreReadStrictly() {
        assertThat(AddressRange.parse("10.0.0.0/8").contains("10.255.0.1")).isTrue();
        assertThat(AddressRange.parse("10.0.0.0/9").contains("10.128.0.1")).isFalse();
        assertThat(AddressRange.parse("0.0.0.0/0").contains("8.8.8.8")).isTrue();
        assertThat(AddressRange.parse("fd00::/8").contains("fdff::1")).isTrue();
        assertThat(AddressRange.parse("fd00::/8").contains("10.0.0.1")).isFalse();
        for (String wrong : List.of("", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8/8", "1.2.3.4/", "::g")) {
            assertThatThrownBy(() -> AddressRange.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected");
        }
    }

    /** A certificate for localhost and its key, of an algorithm, as PEM files. */
    private TlsFiles files(String algorithm) throws Exception {
        Path store = folder.resolve(algorithm + ".p12");
        int made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "secret")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start()
                .waitFor();
        assertThat(made).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        var files = new TlsFiles(folder.resolve(algorithm + ".crt"), folder.resolve(algorithm + ".key"));
        Files.writeString(
                files.certificates(),
                pem("CERTIFICATE", keys.getCertificate("a").getEncoded()));
        Files.writeString(
                files.key(),
                pem("PRIVATE KEY", keys.getKey("a", "secret".toCharArray()).getEncoded()));
        return files;
    }

    private static String pem(String name, byte[] content) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + name + "-----\n" + text + "\n-----END " + name + "-----\n";
    }

    private static HttpClient trusting(TlsFiles files) throws Exception {
        return trusting(files, HttpClient.Version.HTTP_2);
    }

    private static HttpClient trusting(TlsFiles files, HttpClient.Version version) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", files.keys().getCertificate("server"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).version(version).build();
    }

    @Test
    void itSpeaksTls() throws Exception {
        for (String algorithm : List.of("RSA", "EC")) {
            TlsFiles files = files(algorithm);
            ServerOptions options = ServerOptions.of("test", folder.resolve(algorithm))
                    .withPort(0)
                    .withNetwork(new NetworkOptions(Optional.of(files), List.of()));
            try (var server = new DeepGenServer(options, List.of(new ScriptedEngine("scripted")));
                    HttpClient client = trusting(files)) {
                assertThat(server.url()).startsWith("https://127.0.0.1:");
                var request = HttpRequest.newBuilder(URI.create(server.url() + "/v1/images/generations"))
                        .POST(BodyPublishers.ofString(
                                "{\"prompt\": \"x\", \"steps\": 1, \"response_format\": \"url\"}"))
                        .build();
                var answer = client.send(request, BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                try (HttpClient older = trusting(files, HttpClient.Version.HTTP_1_1)) {
                    var same = older.send(request, BodyHandlers.ofString());
                    assertThat(same.statusCode()).isEqualTo(200);
                    assertThat(same.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
                }
                String picture = Json.read(answer.body()).get("data").stream()
                        .findFirst()
                        .orElseThrow()
                        .get("url")
                        .stringValue();
                assertThat(picture).startsWith(server.url());
                var file = HttpRequest.newBuilder(URI.create(picture)).build();
                assertThat(client.send(file, BodyHandlers.ofByteArray()).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    /** langchain4j's client asks for HTTP/2 in the clear, and broke off where it got it. */
    @Test
    void inTheClearItSpeaksTheOldOneWhateverIsAsked() throws Exception {
        try (var server = server(NetworkOptions.DEFAULT, ApiOptions.DEFAULT);
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .build()) {
            var answer =
                    client.send(HttpRequest.newBuilder(server.uri("/health")).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    // ---- many requests on one connection ----

    private static HttpRequest draw(DeepGenServer server, String prompt) {
        return HttpRequest.newBuilder(URI.create(server.url() + "/v1/images/generations"))
                .POST(BodyPublishers.ofString("{\"prompt\": \"%s\", \"steps\": 2}".formatted(prompt)))
                .build();
    }

    private static JsonNode awaitJob(HttpClient client, DeepGenServer server, String status) throws Exception {
        var list = HttpRequest.newBuilder(URI.create(server.url() + "/deepgen/v1/jobs?status=" + status))
                .build();
        while (true) {
            JsonNode data =
                    Json.read(client.send(list, BodyHandlers.ofString()).body()).get("data");
            if (!data.isEmpty()) {
                return data.stream().findFirst().orElseThrow();
            }
            Thread.sleep(20);
        }
    }

    private ServerOptions overTls(TlsFiles files, Duration padding) {
        return ServerOptions.of("test", folder.resolve("data"))
                .withPort(0)
                .withDrain(Duration.ZERO)
                .withApi(ApiOptions.DEFAULT.withPadding(Optional.of(padding), Duration.ofMillis(50)))
                .withLimits(QueueLimits.DEFAULT.withGrace(Duration.ZERO))
                .withNetwork(new NetworkOptions(Optional.of(files), List.of()));
    }

    @Test
    void aClientThatResetsItsStreamHasLeft() throws Exception {
        TlsFiles files = files("EC");
        try (var server = new DeepGenServer(
                        overTls(files, Duration.ofSeconds(20)), List.of(new ScriptedEngine("scripted")));
                HttpClient client = trusting(files)) {
            var waiting = client.sendAsync(draw(server, "gate"), BodyHandlers.ofString());
            awaitJob(client, server, "running");
            waiting.cancel(true);
            assertThat(awaitJob(client, server, "cancelled")
                            .get("request")
                            .get("prompt")
                            .stringValue())
                    .isEqualTo("gate");
        }
    }

    @Test
    void aCutAnswerLeavesTheOthersOfItsConnectionAlone() throws Exception {
        TlsFiles files = files("EC");
        var engine = new ScriptedEngine("scripted");
        try (var server = new DeepGenServer(overTls(files, Duration.ofMillis(50)), List.of(engine));
                HttpClient client = trusting(files)) {
            var cut = client.sendAsync(draw(server, "gate one"), BodyHandlers.ofInputStream());
            String first = awaitJob(client, server, "running").get("id").stringValue();
            var other = client.sendAsync(draw(server, "gate two"), BodyHandlers.ofString());
            InputStream body = cut.get().body();
            assertThat(body.read()).as("padding").isEqualTo(' ');
            client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/deepgen/v1/jobs/" + first + "/cancel"))
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.discarding());
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
            engine.permit(2);
            assertThat(Json.read(other.get().body()).get("data").size()).isEqualTo(1);
            assertThat(other.get().version()).isEqualTo(HttpClient.Version.HTTP_2);
        }
    }

    @Test
    void filesThatAreNoCertificateAreNamed() throws Exception {
        TlsFiles good = files("EC");
        Path text = Files.writeString(folder.resolve("text"), "no key");
        assertThatThrownBy(() -> new TlsFiles(text, good.key()).keys())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("text: expected certificates");
        assertThatThrownBy(() -> new TlsFiles(good.certificates(), text).keys())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("text: expected BEGIN PRIVATE KEY");
        assertThatThrownBy(() -> new TlsFiles(folder.resolve("none"), good.key()).keys())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none: cannot be read");
    }
}
