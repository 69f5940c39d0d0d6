// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.server.keys.Key;
import io.github.deepgen4j.server.keys.KeyLimits;
import io.github.deepgen4j.server.keys.KeyRing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen keys ...}: the keys that a server asks for. */
@Command(
        name = "keys",
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes, lists, rotates and revokes keys of a server.",
        footer = {"", "Example: deepgen keys create --name alice --keys keys.json"})
final class KeysCommand {
    @Spec
    private CommandSpec spec;

    @Command(name = "create", description = "Makes a key and prints it, once.")
    int create(
            @Option(names = "--keys", paramLabel = "FILE", required = true, description = "File of the keys.")
                    Path file,
            @Option(names = "--name", paramLabel = "NAME", required = true, description = "Whose key it is.")
                    String name,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            split = ",",
                            description = "images, jobs, gallery, metrics, admin; default all but the last two.")
                    Set<String> scopes,
            @Option(
                            names = "--weight",
                            paramLabel = "X",
                            defaultValue = "1",
                            description = "Its share of the engines beside others, default ${DEFAULT-VALUE}.")
                    double weight,
            @Option(names = "--max-steps", paramLabel = "N", description = "Most steps of an image, default 100.")
                    Optional<Integer> steps,
            @Option(names = "--max-queued", paramLabel = "N", description = "Most jobs that wait, default any number.")
                    Optional<Integer> queued,
            @Option(names = "--per-minute", paramLabel = "N", description = "Most requests, default any number.")
                    Optional<Integer> perMinute,
            @Option(names = "--per-day", paramLabel = "N", description = "Most pictures of a day, default any number.")
                    Optional<Integer> perDay,
            @Option(
                            names = "--storage",
                            paramLabel = "GB",
                            description = "Most gigabytes of pictures, beyond which the oldest go; default any number.")
                    Optional<Double> storage,
            @Option(names = "--days", paramLabel = "N", description = "Days for which it is good, default for ever.")
                    Optional<Integer> days) {
        KeyLimits usual = KeyLimits.DEFAULT;
        KeyLimits limits = new KeyLimits(
                steps.orElse(usual.steps()),
                usual.count(),
                usual.pixels(),
                queued.orElse(usual.queued()),
                perMinute.orElse(usual.requestsPerMinute()),
                perDay.orElse(usual.picturesPerDay()),
                usual.pixelStepsPerDay(),
                storage.map(gigabytes -> Math.round(1e9 * gigabytes)).orElse(usual.storageBytes()));
        String secret = Usage.checked(
                spec,
                () -> KeyRing.of(file)
                        .create(
                                name,
                                scopes == null ? Set.of("images", "jobs", "gallery") : scopes,
                                weight,
                                limits,
                                days.map(number -> Instant.now().plus(Duration.ofDays(number)))));
        System.out.println(secret);
        return 0;
    }

    @Command(name = "list", description = "Lists keys, without their secrets.")
    int list(
            @Option(names = "--keys", paramLabel = "FILE", required = true, description = "File of the keys.")
                    Path file) {
        for (Key key : KeyRing.of(file).keys()) {
            System.out.printf(
                    "%s  %-20s %-8s %s%n",
                    key.id(), key.name(), key.valid() ? "good" : "revoked", new TreeSet<>(key.scopes()));
        }
        return 0;
    }

    @Command(name = "rotate", description = "Gives a key another secret and prints it, once.")
    int rotate(
            @Option(names = "--keys", paramLabel = "FILE", required = true, description = "File of the keys.")
                    Path file,
            @Parameters(paramLabel = "ID|NAME", description = "Id or name of the key.") String key) {
        System.out.println(KeyRing.of(file)
                .rotate(key)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine().getSubcommands().get("rotate"),
                        "key expected the id or name of one that opens, found " + key)));
        return 0;
    }

    @Command(name = "revoke", description = "Lets a key open nothing any more, at once.")
    int revoke(
            @Option(names = "--keys", paramLabel = "FILE", required = true, description = "File of the keys.")
                    Path file,
            @Parameters(paramLabel = "ID|NAME", description = "Id or name of the key.") String key) {
        if (!KeyRing.of(file).revoke(key)) {
            throw new ParameterException(
                    spec.commandLine().getSubcommands().get("revoke"), "key expected one of the file, found " + key);
        }
        return 0;
    }
}
