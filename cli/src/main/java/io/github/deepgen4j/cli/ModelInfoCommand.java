// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.checkpoint.Census;
import io.github.deepgen4j.model.checkpoint.Preset;
import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.model.memory.MemoryForecast;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ImageForecast;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code deepgen model info DIR}: a census of tensors. */
@Command(name = "info", description = "Counts tensors, elements and bytes; reads headers only.")
final class ModelInfoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR|nano",
            description = "Checkpoint folder in the released layout, repository downloaded by model pull, or nano.")
    private Optional<String> model;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = ModelInitCommand.PresetConverter.class,
            description = "With --forecast: a model whose files are not there, deepgen-1.0, nano or tiny.")
    private Optional<Preset> preset;

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
        Usage.refuse(spec, !forecast, "only valid with --forecast; model init --preset makes a model", "--preset");
        if (model.isPresent() == preset.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "expected a model (DIR, OWNER/NAME or nano), or --forecast --preset NAME");
        }
        Optional<Census> census = model.map(name -> Census.read(ModelNames.folder(name)));
        List<MemoryForecast> forecasts = forecast ? forecasts() : List.of();
        if (json) {
            System.out.println(new JsonMapper().writeValueAsString(object(census, forecasts)));
        } else {
            census.ifPresent(CensusTable::print);
            ForecastTable.print(forecasts);
        }
        return 0;
    }

    private List<MemoryForecast> forecasts() {
        if (preset.isPresent()) {
            ModelConfig config = preset.get().config();
            return ImageForecast.of(config, compute, size.orElse(config.defaultSize()), references);
        }
        try (DeepGen deepgen = DeepGen.open(model.orElseThrow(), ModelOptions.DEFAULT.withCompute(compute))) {
            return ImageForecast.of(deepgen, size.orElse(deepgen.config().defaultSize()), references);
        }
    }

    private static Map<String, Object> object(Optional<Census> census, List<MemoryForecast> forecasts) {
        Map<String, Object> object = new LinkedHashMap<>();
        census.ifPresent(read -> {
            object.put("components", read.components());
            object.put("tensors", read.tensors());
            object.put("elements", read.elements());
            object.put("bytes", read.bytes());
            object.put("fingerprint", read.fingerprint());
        });
        if (!forecasts.isEmpty()) {
            object.put("forecasts", forecasts);
            object.put("available_bytes", AvailableMemory.bytes());
        }
        return object;
    }
}
