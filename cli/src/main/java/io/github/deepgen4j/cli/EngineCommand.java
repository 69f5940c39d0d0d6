// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.LoraTargets;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.lora.NamedAdapter;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.server.engine.EngineHost;
import io.github.deepgen4j.server.engine.ModelEngine;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deepgen engine}: started by {@code serve} for each model; both speak over the standard streams. */
@Command(name = "engine", hidden = true, description = "Draws for deepgen serve, which starts it.")
final class EngineCommand implements Callable<Integer> {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR|nano",
            required = true,
            description = "Checkpoint folder, or nano.")
    private String model;

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "What recipes call the model.")
    private String name;

    @Mixin
    private NamedAdapterMixin adapters;

    @Mixin
    private ArithmeticMixin arithmetic;

    @Mixin
    private LogMixin log;

    @Override
    public Integer call() throws IOException {
        log.begin();
        System.setOut(System.err); // standard output is for frames alone
        try (var in = new FileInputStream(FileDescriptor.in);
                var out = new FileOutputStream(FileDescriptor.out)) {
            EngineHost.serve(in, out, () -> open(name, model, adapters, arithmetic));
        }
        return 0;
    }

    /** A model as an engine of this process, with the adapters that fit it; the others may be another model's. */
    static ModelEngine open(String name, String model, NamedAdapterMixin adapters, ArithmeticMixin arithmetic) {
        Path folder = ModelNames.folder(model);
        List<NamedAdapter> fitting =
                adapters.adapters().isEmpty() ? List.of() : fitting(name, folder, adapters.adapters());
        return new ModelEngine(
                name, DeepGen.open(name, folder, arithmetic.options().withNamedAdapters(fitting)));
    }

    private static List<NamedAdapter> fitting(String name, Path folder, List<NamedAdapter> adapters) {
        Logger log = LoggerFactory.getLogger(EngineCommand.class); // none is made before the log has begun
        var matrices = LoraTargets.matrices(ModelConfig.read(folder).manifests()::get);
        return adapters.stream()
                .filter(each -> {
                    try {
                        each.requireFit(matrices);
                        return true;
                    } catch (WeightException | ConfigException e) {
                        log.warn("{}: does not offer the adapters {}: {}", name, each.name(), e.getMessage());
                        return false;
                    }
                })
                .toList();
    }
}
