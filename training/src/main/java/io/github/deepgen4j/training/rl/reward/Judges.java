// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.evaluation.judge.JudgeClient;
import io.github.deepgen4j.evaluation.judge.JudgeOptions;
import io.github.deepgen4j.hub.retry.RetryPolicy;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Judges behind an address, as a run asks them: with longer and longer time-outs, and pages as failures at once. */
public final class Judges {
    private static final Duration LONGER_EACH = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final int CONNECT_MILLIS = 3000;

    private Judges() {}

    /**
     * Opens a judge; the caller closes it.
     *
     * @param address an address without a path means its {@code /v1}
     * @param model its name there, unless the service has one
     * @param notes is told of waits and repeated failures
     * @throws ConfigException naming {@code url}, if nobody answers there
     */
    public static JudgeClient open(
            Service service, URI address, String model, RetryPolicy.Sleeper sleeper, Consumer<String> notes) {
        requireAlive(address);
        String path = Optional.ofNullable(address.getPath()).orElse("").replaceFirst("/+$", "");
        JudgeOptions options = JudgeOptions.of(
                        address.resolve(path.isEmpty() ? "/v1" : path),
                        Optional.ofNullable(service.model()).orElse(model))
                .withConcurrency(service.workers())
                .withTimeout(Duration.ofSeconds(service.timeout()), LONGER_EACH)
                .withoutRepeatedPages()
                .withRetries(new RetryPolicy(service.attempts(), LONGEST_PAUSE, LONGEST_WAIT, sleeper));
        Optional<String> key = Optional.ofNullable(service.key()).map(System::getenv);
        return new JudgeClient(key.map(options::withKey).orElse(options), notes);
    }

    /**
     * Finds a server that nobody started now and not after the first pictures.
     *
     * @throws ConfigException naming {@code url}
     */
    static void requireAlive(URI address) {
        int port =
                address.getPort() >= 0 ? address.getPort() : address.getScheme().equals("https") ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), port), CONNECT_MILLIS);
        } catch (IOException e) {
            throw ConfigException.at(
                    "url",
                    "nobody answers at %s (%s); start the service or correct the address"
                            .formatted(address, e.getMessage()),
                    e);
        }
    }
}
