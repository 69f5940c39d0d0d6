// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.bench.Machine;
import io.github.deepgen4j.model.files.ByteSize;
import io.github.deepgen4j.tensor.Arithmetic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code deepgen info}: the machine as this program sees it. */
@Command(name = "info", description = "Shows this machine and the compute type that would be chosen.")
final class InfoCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Machine machine = Machine.measure();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", new Main.Version().getVersion()[0]);
        facts.put("java", Runtime.version().toString());
        facts.putAll(machine.facts());
        facts.put("large_models_compute_in", Arithmetic.bf16IsFaster() ? "bf16" : "f32");
        if (json) {
            System.out.println(JSON.writeValueAsString(facts));
        } else {
            facts.forEach((name, value) -> System.out.printf("%-24s %s%n", name, text(value)));
        }
        return 0;
    }

    private static String text(Object value) {
        return switch (value) {
            case Double number -> "%.0f".formatted(number);
            case Long bytes -> ByteSize.gib(bytes, 1);
            default -> value.toString();
        };
    }
}
