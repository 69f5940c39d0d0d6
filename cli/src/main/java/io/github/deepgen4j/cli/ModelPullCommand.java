// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.hub.HubSettings;
import io.github.deepgen4j.hub.Pull;
import io.github.deepgen4j.hub.PullProgress;
import io.github.deepgen4j.hub.RepositoryId;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen model pull OWNER/NAME}: a checkpoint from the Hugging Face hub. */
@Command(
        name = "pull",
        description = "Downloads a checkpoint from the Hugging Face Hub, verified.",
        footer = {
            "",
            "Prints the folder of the checkpoint. An interrupted download resumes when the command is repeated; a"
                    + " complete one is verified again.",
            "Environment: HF_ENDPOINT, HF_TOKEN, HF_HOME, HF_HUB_CACHE, HF_HUB_OFFLINE."
        })
final class ModelPullCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "OWNER/NAME", description = "For example deepgenteam/DeepGen-1.0-diffusers.")
    private String repository;

    @Option(names = "--revision", paramLabel = "R", description = "Branch, tag or commit, default main.")
    private Optional<String> revision;

    @Option(
            names = "--local-dir",
            paramLabel = "DIR",
            description =
                    "Download plain files to this folder instead of the cache that is shared with Python programs.")
    private Optional<Path> to;

    @Override
    public Integer call() {
        RepositoryId id = Usage.checked(spec, () -> new RepositoryId(repository));
        Pull pull = Usage.checked(
                spec,
                () -> new Pull(
                        id,
                        revision,
                        HubSettings.ofProcess(),
                        new Bars(spec.commandLine().getErr())));
        System.out.println(to.map(pull::toFolder).orElseGet(pull::toCache));
        return 0;
    }

    /** A bar for each task. */
    private static final class Bars implements PullProgress {
        private final PrintWriter err;
        private Bar bar;

        Bars(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void start(String task, long bytes) {
            bar = Bar.open(task, bytes, "bytes");
        }

        @Override
        public void advance(long bytes) {
            bar.step(bytes);
        }

        @Override
        public void end() {
            bar.close();
        }

        @Override
        public void note(String line) {
            err.println(line);
        }
    }
}
