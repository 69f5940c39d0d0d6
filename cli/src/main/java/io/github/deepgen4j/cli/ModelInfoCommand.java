// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.checkpoint.Census;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code deepgen model info DIR}: a census of tensors. */
@Command(name = "info", description = "Counts tensors, elements and bytes of each component; reads headers only.")
final class ModelInfoCommand implements Callable<Integer> {
    private static final String ROW = "%-12s %6s %8s %16s %16s  %s%n";

    @Parameters(paramLabel = "DIR", description = "Checkpoint folder in the released layout.")
    private Path folder;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Census census = Census.read(folder);
        if (json) {
            System.out.println(new JsonMapper().writeValueAsString(object(census)));
        } else {
            print(census);
        }
        return 0;
    }

    private static Map<String, Object> object(Census census) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("components", census.components());
        object.put("tensors", census.tensors());
        object.put("elements", census.elements());
        object.put("bytes", census.bytes());
        object.put("fingerprint", census.fingerprint());
        return object;
    }

    private static void print(Census census) {
        System.out.printf(ROW, "component", "files", "tensors", "elements", "bytes", "types");
        for (Census.Component component : census.components()) {
            String types =
                    component.elements().keySet().stream().map(Enum::name).collect(Collectors.joining(" "));
            System.out.printf(
                    ROW,
                    component.name(),
                    component.files(),
                    grouped(component.tensors()),
                    grouped(component.totalElements()),
                    grouped(component.bytes()),
                    types);
        }
        System.out.printf(
                ROW,
                "together",
                census.components().stream().mapToInt(Census.Component::files).sum(),
                grouped(census.tensors()),
                grouped(census.elements()),
                grouped(census.bytes()),
                "");
        System.out.println("fingerprint  " + census.fingerprint());
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
