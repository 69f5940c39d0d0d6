// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.bench.Bench;
import io.github.deepgen4j.bench.Result;
import io.github.deepgen4j.model.files.ByteSize;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code deepgen bench}: speed and memory of each network on this machine. */
@Command(
        name = "bench",
        subcommands = BenchQualityCommand.class,
        description = "Measures speed and memory of each network, or of a whole image.",
        footer = {
            "",
            "A stage runs with random weights, so it needs no checkpoint and only the memory of its own network. Its"
                    + " dimensions are those of --model or --preset, else of deepgen-1.0.",
            "",
            "train-step is forward, backward and AdamW of the transformer: 16 bytes per parameter, and the"
                    + " activations.",
            "",
            "e2e generates a whole image: from the checkpoint of --model, else from one created in a temporary folder."
        })
final class BenchCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private BenchMixin work;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Bench bench = work.bench();
        Bench.Report report;
        try (var interruption = new Interruption()) {
            report = bench.run(
                    work.stages(),
                    line -> {
                        if (!json) {
                            print(line);
                        }
                    },
                    interruption::requested);
        }
        if (json) {
            System.out.println(JSON.writeValueAsString(report.facts()));
        } else {
            report.peakResident()
                    .ifPresent(bytes -> System.out.println("peak resident memory  " + ByteSize.gib(bytes, 2)));
        }
        return 0;
    }

    private static void print(Result result) {
        String speed = Double.isNaN(result.gflops())
                ? ""
                : String.format(
                        Locale.ROOT, "  %8.1f GFLOP/s  %3.0f %% of peak", result.gflops(), 100 * result.peakFraction());
        System.out.printf(Locale.ROOT, "%-18s %10.3f s%s%n", result.stage(), result.seconds(), speed);
    }
}
