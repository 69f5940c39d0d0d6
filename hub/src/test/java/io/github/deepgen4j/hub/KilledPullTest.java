// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.hub.FakeHub.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The command in a process of its own, killed without warning in the middle of a file. */
class KilledPullTest extends PullFixture {
    private static final int SIZE = 24 << 20;
    private static final long PATIENCE_SECONDS = 400;

    private Process start() throws IOException {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PullProcess.class.getName(),
                "some/model");
        command.environment().keySet().removeIf(name -> name.startsWith("HF_") || name.contains("OFFLINE"));
        command.environment().put("HF_ENDPOINT", hub.endpoint().toString());
        command.environment().put("HF_HOME", folder.toString());
        command.environment().put("HF_HUB_CACHE", cache().toString());
        return command.redirectError(folder.resolve("err").toFile()).start();
    }

    @Test
    void continuesWhereItWasKilled() throws Exception {
        hub.files.put(WEIGHTS, random(SIZE));
        // The last ranges are held back, so that the process is certainly in the middle when it is killed.
        hub.fault = exchange -> {
            if (isContent(exchange) && firstByte(range(exchange).orElseThrow()) >= SIZE / 2) {
                hold();
                return true;
            }
            return false;
        };
        Process killed = start();
        waitFor(killed, 8 << 20);
        killed.destroyForcibly();
        assertThat(killed.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        byte[] beginning = Files.readAllBytes(unfinishedWeights());
        assertThat(beginning.length).isBetween(8 << 20, SIZE - 1);
        assertThat(Arrays.equals(beginning, 0, beginning.length, weights(), 0, beginning.length))
                .as("a true beginning of the file")
                .isTrue();
        assertThat(blob(FakeHub.sha256(weights()))).doesNotExist();
        assertThat(root().resolve("snapshots")).doesNotExist();

        hub.fault = _ -> false;
        hub.requests.clear();
        Process resumed = start();
        String out = new String(resumed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(resumed.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("err"))).doesNotContain("deepgen:");
        assertThat(resumed.exitValue()).isZero();
        Path snapshot = root().resolve("snapshots").resolve(FakeHub.COMMIT);
        assertThat(out).isEqualTo(snapshot + System.lineSeparator());
        assertComplete(snapshot);
        List<Long> asked = hub.downloads().stream()
                .filter(Request::store)
                .map(request -> firstByte(request.range().orElseThrow()))
                .toList();
        assertThat(asked).isNotEmpty().allMatch(first -> first >= beginning.length);
    }

    private void waitFor(Process process, long bytes) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(unfinishedWeights()) || Files.size(unfinishedWeights()) < bytes) {
            assertThat(process.isAlive())
                    .as("the process lives; it says: %s", Files.readString(folder.resolve("err")))
                    .isTrue();
            assertThat(System.nanoTime()).as("time").isLessThan(end);
            Thread.sleep(5);
        }
    }

    private static void hold() {
        try {
            TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long firstByte(String range) {
        return Long.parseLong(range.substring("bytes=".length(), range.indexOf('-')));
    }
}
