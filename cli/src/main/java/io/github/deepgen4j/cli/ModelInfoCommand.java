// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.checkpoint.Census;
import io.github.deepgen4j.model.components.DrawingDefaults;
import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.model.memory.MemoryForecast;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.model.weights.gguf.GgufFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code deepgen model info DIR}: a census of tensors. */
@Command(name = "info", description = "Counts tensors, elements and bytes; reads headers only.")
final class ModelInfoCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR|nano|FILE.gguf",
            description = "Checkpoint folder in the released layout, repository downloaded by model pull, nano, or a"
                    + " GGUF file.")
    private Optional<String> model;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ForecastMixin forecast;

    @Override
    public Integer call() {
        Optional<Path> gguf = model.map(Path::of).filter(GgufTable::describes);
        if (gguf.isPresent()) {
            return describe(gguf.get());
        }
        forecast.requireOne(model);
        Optional<Census> census = model.map(name -> Census.read(ModelNames.folder(name)));
        DrawingDefaults drawing =
                model.map(name -> DrawingDefaults.read(ModelNames.folder(name))).orElse(DrawingDefaults.NONE);
        List<MemoryForecast> forecasts = forecast.of(model);
        if (json) {
            System.out.println(new JsonMapper().writeValueAsString(object(census, drawing, forecasts)));
        } else {
            census.ifPresent(CensusTable::print);
            drawing.steps().ifPresent(steps -> System.out.println("draws with   " + steps + " steps"));
            drawing.guidance().ifPresent(scale -> System.out.println("guidance     " + scale));
            ForecastTable.print(forecasts);
        }
        return 0;
    }

    private int describe(Path gguf) {
        try (GgufFile file = GgufFile.open(gguf)) {
            if (json) {
                System.out.println(new JsonMapper().writeValueAsString(GgufTable.object(file)));
            } else {
                GgufTable.print(file);
            }
        }
        return 0;
    }

    private static Map<String, Object> object(
            Optional<Census> census, DrawingDefaults drawing, List<MemoryForecast> forecasts) {
        Map<String, Object> object = new LinkedHashMap<>();
        census.ifPresent(read -> {
            object.put("components", read.components());
            object.put("tensors", read.tensors());
            object.put("elements", read.elements());
            object.put("bytes", read.bytes());
            object.put("fingerprint", read.fingerprint());
        });
        drawing.steps().ifPresent(steps -> object.put("default_steps", steps));
        drawing.guidance().ifPresent(scale -> object.put("default_guidance", scale));
        if (!forecasts.isEmpty()) {
            object.put("forecasts", forecasts);
            object.put("available_bytes", AvailableMemory.bytes());
        }
        return object;
    }
}
