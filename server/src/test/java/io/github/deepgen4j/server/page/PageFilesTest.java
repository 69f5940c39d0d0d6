// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the page: how they are served, and what they may hold. */
class PageFilesTest {
    /** The folder of the files, as the repository has it. */
    private static final Path FOLDER =
            Path.of("src/main/resources/io/github/deepgen4j/server/page").toAbsolutePath();

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    @TempDir
    private static Path data;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<String> names() {
        return PageFiles.NAMES;
    }

    /** Files that are not of others. */
    static List<String> ours() {
        return Stream.concat(Stream.of(PageFiles.INDEX), names().stream())
                .filter(name -> !name.startsWith("vendor/"))
                .toList();
    }

    private static String text(String name) {
        return new String(PageFile.read(name).content(), StandardCharsets.UTF_8);
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** {@code /page/SUM/} as the index names it. */
    private static String folder() {
        return found("/page/[0-9a-f]{16}/", server.get("/").text()).getFirst();
    }

    // ---- how they are served ----

    @Test
    void theIndexIsAskedForEachTimeAndSentOnce() {
        Answer index = server.get("/");
        assertThat(index.status()).isEqualTo(200);
        assertThat(index.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(index.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(index.header("Content-Security-Policy"))
                .contains("default-src 'self'")
                .contains("object-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(index.text()).doesNotContain("\"page/");
        Answer again =
                server.send(HttpRequest.newBuilder(server.uri("/")).header("If-None-Match", index.header("ETag")));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void filesAreKeptForGoodUnderTheSumOfAll(String name) {
        Answer file = server.get(folder() + name);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).isEqualTo(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
        assertThat(file.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(file.header("ETag"))
                .isEqualTo("\"" + Digest.sha256(file.response().body()) + "\"");
        assertThat(file.text()).isEqualTo(text(name));
    }

    @Test
    void textIsCompressedForThoseWhoTakeIt() throws IOException {
        String path = folder() + "style.css";
        Answer packed =
                server.send(HttpRequest.newBuilder(server.uri(path)).header("Accept-Encoding", "br, gzip;q=0.8"));
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(packed.header("ETag")).isNotEqualTo(server.get(path).header("ETag"));
        try (var in =
                new GZIPInputStream(new ByteArrayInputStream(packed.response().body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(text("style.css"));
        }
    }

    @Test
    void nothingElseIsServed() {
        for (String path : List.of(
                "/page/0000000000000000/main.js",
                folder() + "none.js",
                folder() + "PageFiles.class",
                folder() + "..%2Fopenapi.json",
                folder() + "vendor/none.js",
                "/page/",
                "/main.js")) {
            assertThat(server.get(path).status()).as(path).isIn(400, 404);
        }
    }

    // ---- what they hold ----

    @Test
    void theListNamesTheFilesOfTheFolder() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                            .filter(name -> !name.equals(PageFiles.INDEX)))
                    .containsExactlyInAnyOrderElementsOf(PageFiles.NAMES);
        }
    }

    @Test
    void everyImportIsAFileOfThePage() {
        for (String name : ours()) {
            for (String path : found("(?<=from '|import ')[^']+(?=')", text(name))) {
                assertThat(path).as(name).startsWith("./");
                assertThat(PageFiles.NAMES).as(name).contains(path.substring(2));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ours")
    void noFileNamesAnAddressElsewhere(String name) {
        assertThat(found("https?://[^\\s\"'`)]*", text(name).replace("http://www.w3.org/2000/svg", "")))
                .isEmpty();
        if (name.endsWith(".css")) {
            assertThat(found("@import|url\\(", text(name))).isEmpty();
        }
    }

    @Test
    void librariesAreThoseThatTheListOfLicencesNames() {
        String licences = text("vendor/LICENSES.txt");
        for (String name : PageFiles.NAMES) {
            if (name.startsWith("vendor/") && name.endsWith(".js")) {
                String file = name.substring("vendor/".length());
                assertThat(licences)
                        .containsPattern(Pattern.quote(file + ":") + "[^\n]*\n  sha256 "
                                + Digest.sha256(PageFile.read(name).content()));
                assertThat(found("https?://[^\\s\"'`)]*", text(name))).isSubsetOf("http://www.w3.org/2000/svg");
            }
        }
    }

    @Test
    void thePolicyOfThePageForbidsNothingThatItDoes() {
        assertThat(found("<script(?![^>]* src=)|<style|\\son\\w+=|\\sstyle=", text(PageFiles.INDEX)))
                .isEmpty();
        for (String name : ours()) {
            assertThat(found("innerHTML|outerHTML|insertAdjacent|\\beval\\(|new Function|style=\"", text(name)))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void filesAreShort() {
        for (String name : ours()) {
            if (name.endsWith(".js")) {
                assertThat(text(name).lines().count()).as(name).isLessThan(300);
                assertThat(text(name)).startsWith("// SPDX-License-Identifier: Apache-2.0\n");
                assertThat(text(name).lines().filter(line -> line.length() > 120 && !line.contains(": 'M")))
                        .as(name)
                        .isEmpty();
            }
        }
    }

    // ---- texts ----

    private static Map<String, String> texts(String language) {
        var texts = new TreeMap<String, String>();
        Json.read(text(language + ".json")).forEachEntry((key, value) -> texts.put(key, value.stringValue()));
        return texts;
    }

    private static String gap(String key) {
        return key.replaceAll("[.](one|other)$", "");
    }

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSameGaps() {
        Map<String, String> english = texts("en");
        Map<String, String> german = texts("de");
        assertThat(german.keySet()).isEqualTo(english.keySet());
        english.forEach((key, text) -> {
            assertThat(german.get(key)).as(key).isNotBlank();
            assertThat(new TreeSet<>(found("\\{\\w+}", german.get(key))))
                    .as(key)
                    .isEqualTo(new TreeSet<>(found("\\{\\w+}", text)));
        });
    }

    /**
     * Keys are literals: {@code t('key')}, and {@code `status.${...}`} for the ends of jobs, the themes and the speeds.
     */
    @Test
    void everyTextIsUsedAndEveryUsedOneIsThere() {
        var keys = new TreeSet<String>();
        texts("en").keySet().forEach(key -> keys.add(gap(key)));
        var literals = new TreeSet<String>();
        var asked = new TreeSet<String>();
        for (String name : ours()) {
            if (name.endsWith(".js")) {
                literals.addAll(found("(?<=')[a-z]+(?:[.][a-z0-9]+)*(?=')", text(name)));
                asked.addAll(found("(?<=\\bt\\(')[^']+(?=')", text(name)));
            }
        }
        assertThat(keys).containsAll(asked);
        assertThat(keys.stream().filter(key -> !key.matches("(status|theme|speed)[.].*")))
                .isSubsetOf(literals);
        assertThat(keys)
                .contains("status.succeeded", "status.failed", "status.cancelled")
                .contains("theme.system", "theme.light", "theme.dark")
                .contains("speed.exact", "speed.balanced", "speed.fast");
    }

    @Test
    void missingFilesAreNoticedAtTheStart() {
        assertThat(catchThrowable(() -> PageFile.read("none.js")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("none.js");
    }
}
