// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.checkpoint.Census;
import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.Residency;
import io.github.deepgen4j.model.files.ByteSize;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.model.memory.MemoryForecast;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code deepgen model info DIR}: a census of tensors. */
@Command(name = "info", description = "Counts tensors, elements and bytes; reads headers only.")
final class ModelInfoCommand implements Callable<Integer> {
    private static final String PROMPT =
            "an image that is described in some twenty words or a few more, as users do"; // what counts is its length
    private static final String ROW = "%-12s %6s %8s %16s %16s  %s%n";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Checkpoint folder in the released layout.")
    private Path folder;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--forecast", description = "Also forecast the memory that an image needs, stage by stage.")
    private boolean forecast;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            description = "Size of the forecast image; default: the model's own.")
    private Optional<Size> size;

    @Option(
            names = "--references",
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of reference images of this size, default ${DEFAULT-VALUE}.")
    private int references;

    @Option(
            names = "--dtype",
            paramLabel = "auto|f32|bf16",
            defaultValue = "auto",
            description = "Compute type of the forecast, default ${DEFAULT-VALUE}.")
    private Compute compute;

    @Override
    public Integer call() {
        Usage.refuse(spec, !forecast, "only valid with --forecast", "--size", "--references", "--dtype");
        Census census = Census.read(folder);
        List<MemoryForecast> forecasts = forecast ? forecasts() : List.of();
        if (json) {
            System.out.println(new JsonMapper().writeValueAsString(object(census, forecasts)));
        } else {
            print(census);
            forecasts.forEach(ModelInfoCommand::print);
            if (forecast) {
                System.out.printf("available    %s%n", gib(AvailableMemory.bytes()));
            }
        }
        return 0;
    }

    /** With all weights in memory, and with those of one stage at a time. */
    private List<MemoryForecast> forecasts() {
        try (DeepGen deepgen = DeepGen.open(folder, ModelOptions.DEFAULT.withCompute(compute))) {
            Size image = size.orElse(deepgen.config().defaultSize());
            return Stream.of(Residency.ALL, Residency.STAGED)
                    .map(residency -> forecast(deepgen, image, residency))
                    .toList();
        }
    }

    private MemoryForecast forecast(DeepGen deepgen, Size image, Residency residency) {
        if (references == 0) {
            return deepgen.forecast(GenerateRequest.of(PROMPT).withSize(image.width(), image.height()), residency);
        }
        Image reference = Image.of(image.width(), image.height(), new byte[3 * image.width() * image.height()]);
        return deepgen.forecast(
                EditRequest.of(Collections.nCopies(references, reference), PROMPT)
                        .withResize(ResizeRule.NONE, image.width())
                        .withSize(image.width(), image.height()),
                residency);
    }

    private static void print(MemoryForecast forecast) {
        System.out.printf(
                "%nforecast, residency %s, arithmetic %s%n",
                forecast.residency().name().toLowerCase(Locale.ROOT),
                forecast.compute().name().toLowerCase(Locale.ROOT));
        for (MemoryForecast.Need need : forecast.stages()) {
            System.out.printf(
                    "%-16s weights %s, activations %s, together %s%n",
                    need.stage().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    gib(need.weights()),
                    gib(need.activations()),
                    gib(need.total()));
        }
        System.out.printf("%-16s %s%n", "peak", gib(forecast.peak()));
    }

    private static String gib(long bytes) {
        return ByteSize.gib(bytes, 2);
    }

    private static Map<String, Object> object(Census census, List<MemoryForecast> forecasts) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("components", census.components());
        object.put("tensors", census.tensors());
        object.put("elements", census.elements());
        object.put("bytes", census.bytes());
        object.put("fingerprint", census.fingerprint());
        if (!forecasts.isEmpty()) {
            object.put("forecasts", forecasts);
            object.put("available_bytes", AvailableMemory.bytes());
        }
        return object;
    }

    private static void print(Census census) {
        System.out.printf(ROW, "component", "files", "tensors", "elements", "bytes", "types");
        for (Census.Count component : census.components()) {
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
                census.components().stream().mapToInt(Census.Count::files).sum(),
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
