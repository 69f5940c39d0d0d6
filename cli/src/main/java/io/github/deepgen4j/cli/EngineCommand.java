// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.server.engine.EngineHost;
import io.github.deepgen4j.server.engine.ModelEngine;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
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
    private ArithmeticMixin arithmetic;

    @Mixin
    private LogMixin log;

    @Override
    public Integer call() throws IOException {
        log.begin();
        System.setOut(System.err); // standard output is for frames alone
        try (var in = new FileInputStream(FileDescriptor.in);
                var out = new FileOutputStream(FileDescriptor.out)) {
            EngineHost.serve(in, out, () -> open(name, model, arithmetic));
        }
        return 0;
    }

    /** A model as an engine of this process. */
    static ModelEngine open(String name, String model, ArithmeticMixin arithmetic) {
        return new ModelEngine(name, DeepGen.open(name, ModelNames.folder(model), arithmetic.options()));
    }
}
