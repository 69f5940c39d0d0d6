// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.deepgen4j.hub.retry.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub with three files, blocks of 1,000 bytes so that one file is many ranges, and a clock on which nobody waits. */
abstract class PullFixture {
    static final String WEIGHTS = "transformer/model.safetensors";
    static final int BLOCK = 1000;
    static final int ATTEMPTS = 4;

    final FakeHub hub = new FakeHub();
    final List<Duration> waits = new CopyOnWriteArrayList<>();
    final List<String> notes = new CopyOnWriteArrayList<>();
    Duration stall = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @BeforeEach
    void fill() {
        hub.files.put("model_index.json", "{\"_class_name\": \"DeepGenPipeline\"}".getBytes());
        hub.files.put("empty.txt", new byte[0]);
        hub.files.put(WEIGHTS, random(25_300));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    Path cache() {
        return folder.resolve("cache");
    }

    Path root() {
        return cache().resolve(hub.repository.folder());
    }

    Path blob(String oid) {
        return root().resolve("blobs").resolve(oid);
    }

    byte[] weights() {
        return hub.files.get(WEIGHTS);
    }

    Path unfinishedWeights() {
        return blob(FakeHub.sha256(weights()) + ".deepgen.incomplete");
    }

    Pull pull(HubSettings settings, String... revision) {
        var progress = new PullProgress() {
            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
        var limits = new Limits(3, BLOCK, stall, RetryPolicy.DEFAULT.with(ATTEMPTS, waits::add));
        return new Pull(hub.repository, Stream.of(revision).findFirst(), settings, progress, limits);
    }

    Path pull() {
        return pull(hub.settings(cache())).toCache();
    }

    /** The message of a pull that must fail, after which no file has its final name but a right one. */
    String failure() {
        return failure(pull(hub.settings(cache())));
    }

    String failure(Pull pull) {
        HubException failure = catchThrowableOfType(HubException.class, pull::toCache);
        assertThat(failure).as("a failure").isNotNull();
        assertNothingWrongInBlobs();
        assertThat(root().resolve("refs")).doesNotExist();
        return failure.getMessage();
    }

    private void assertNothingWrongInBlobs() {
        if (!Files.exists(root())) {
            return;
        }
        try (Stream<Path> all = Files.walk(root())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                byte[] content = Files.readAllBytes(file);
                assertThat(name)
                        .matches(it -> it.endsWith(".incomplete")
                                || it.equals(FakeHub.sha256(content))
                                || it.equals(FakeHub.gitSha1(content)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void assertComplete(Path snapshot) {
        hub.files.forEach(
                (name, content) -> assertThat(snapshot.resolve(name)).as(name).hasBinaryContent(content));
        assertThat(unfinishedWeights()).doesNotExist();
    }

    static Optional<String> range(com.sun.net.httpserver.HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
    }

    /** True if the weights' content is asked for, not where it is. */
    boolean isContent(com.sun.net.httpserver.HttpExchange exchange) {
        return exchange.getRequestURI().getPath().equals("/" + WEIGHTS);
    }
}
