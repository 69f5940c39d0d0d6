// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.training.cache.DataCache;
import io.github.deepgen4j.training.cache.PosteriorCache;
import io.github.deepgen4j.training.data.DataCheck;
import io.github.deepgen4j.training.data.DataConfig;
import io.github.deepgen4j.training.data.Mix;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deepgen data cache FILE...}: computes the latents of images, once. */
@Command(
        name = "cache",
        customSynopsis = "deepgen data cache [OPTIONS] -m=DIR|nano -o=DIR FILE...",
        description = "Computes the latents of a data set's images, once for all runs.",
        footer = {
            "",
            "Entries are keyed by content: a repeated run computes only what is new, and another model, size or image"
                    + " never finds a wrong entry."
        })
final class DataCacheCommand implements Callable<Integer> {
    /** Kinds of entries; older versions also cached conditions of texts, which no run read. */
    enum What {
        LATENTS,
        TEXTS
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataMixin data;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR|nano",
            required = true,
            defaultValue = "${sys:DEEPGEN_MODEL}",
            description = "Checkpoint folder, or nano for the embedded model (DEEPGEN_MODEL).")
    private String model;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description = "Cache folder.")
    private Path out;

    @Option(
            names = "--what",
            paramLabel = "KIND",
            hidden = true,
            split = ",",
            defaultValue = "latents",
            description = "What to cache, default ${DEFAULT-VALUE}.")
    private List<What> what;

    @Option(
            names = "--store",
            paramLabel = "f32|bf16",
            defaultValue = "f32",
            description = "Type of the stored values, default ${DEFAULT-VALUE}.")
    private DType stored;

    @Override
    public Integer call() {
        if (what.contains(What.TEXTS)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--what texts: conditions of texts are no longer cached, as no run ever read them; leave it out");
        }
        if (stored != DType.F32 && stored != DType.BF16) {
            throw new ParameterException(spec.commandLine(), "--store expected f32 or bf16, found " + stored);
        }
        Path folder = ModelNames.folder(model);
        try (var interruption = new Interruption();
                PosteriorCache posteriors = new PosteriorCache(folder, out, stored)) {
            for (DataTask task : data.tasks()) {
                DataConfig config = task.config();
                try (Mix mix = Mix.open(config);
                        Bar bar = Bar.open("caching", DataCheck.samples(mix, data.limit()), "samples")) {
                    DataCache.Filled filled = new DataCache(mix, config, posteriors)
                            .fill(data.limit(), interruption::requested, bar::step);
                    System.out.println(
                            out + ": " + filled.samples() + " samples cached, " + filled.bad() + " cannot be used");
                }
            }
            return interruption.requested() ? Failure.INTERRUPTED : 0;
        }
    }
}
