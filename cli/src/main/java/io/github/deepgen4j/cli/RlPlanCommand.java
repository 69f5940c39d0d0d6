// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.bench.Cost;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ByteSize;
import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.training.RlPlan;
import io.github.deepgen4j.training.TrainingForecast;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.rl.Look;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen rl plan CONFIG}: what an update of a run of stage 3 does and costs. */
@Command(
        name = "plan",
        description = "Prints what an update draws, asks and costs.",
        footer = {"", "Example: deepgen rl plan configs/deepgen-1.0-rl.yaml --processes 8"})
final class RlPlanCommand implements Callable<Integer> {
    private static final double PETA = 1e15;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CONFIG", description = "YAML file with an objective of the type mr_grpo.")
    private Path config;

    @Mixin
    private RunMixin run;

    @Mixin
    private PresetMixin preset;

    @Option(
            names = "--processes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Processes that share an update (default: ${DEFAULT-VALUE}).")
    private int processes;

    @Override
    public Integer call() {
        Usage.refuse(spec, true, "without influence on a plan", "--run", "--resume");
        if (processes < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--processes expected 1 or more, found " + processes);
        }
        TrainConfig effective = RlCommand.read(run, config);
        ModelConfig model = preset.dimensions(effective, spec);
        RlPlan plan = RlPlan.of(effective, model, processes, RunMixin::note);
        print(plan, effective, model);
        return 0;
    }

    private void print(RlPlan plan, TrainConfig effective, ModelConfig model) {
        var rollout = plan.config().rollout();
        line("prompts      %,d an update, %,d of each process", plan.prompts(), plan.prompts() / processes);
        line("images       %,d, %d of a prompt, %d together", plan.images(), rollout.images(), rollout.together());
        line("rollout      %,d passes of an image through the transformer", plan.rolloutPasses());
        line(
                "policy       %,d passes forward and backward: %d of %d steps are trained",
                plan.trainedPasses(), plan.trainedSteps(), rollout.steps());
        line("reference    %,d passes", plan.otherPasses());
        line("updates      %d of the weights", plan.updates());
        plan.questions().forEach((reward, count) -> line("questions    %,.0f for %s", count, reward));
        TrainingForecast memory = TrainingForecast.of(effective, model, processes);
        line("trajectories %s of each process, %s of it in memory", gib(plan.trajectories()), gib(plan.inMemory()));
        line(
                "memory       %s of each process: parameters, gradients and moments %s, reference %s",
                gib(memory.peak() + plan.reference() + plan.inMemory()), gib(memory.exact()), gib(plan.reference()));
        line("available    %s", gib(AvailableMemory.bytes()));
        work(plan, model);
        plan.looks().forEach(look -> print(look, effective.validate().every(), plan, model));
    }

    /** A score of a validation, whose edits have the tokens of the image that they begin with, too. */
    private static void print(Look look, int every, RlPlan plan, ModelConfig model) {
        long tokens = look.size().pixels() / ((long) model.sideMultiple() * model.sideMultiple());
        double pass = Cost.transformer(model.transformer(), 1, tokens, plan.contextTokens()) / PETA;
        double edit = Cost.transformer(model.transformer(), 1, 2 * tokens, plan.contextTokens()) / PETA;
        double drawing = look.passesEach() * ((look.images() - look.edits()) * pass + look.edits() * edit)
                + look.images() * Cost.decode(model.vae(), look.size()) / PETA;
        StringBuilder asked = new StringBuilder();
        look.questions().forEach((who, count) -> asked.append(String.format(Locale.ROOT, ", %,d for %s", count, who)));
        line(
                "validation   %s each %,d updates: %,d prompts, %,d images, %,d passes, %.3g PFLOP%s",
                look.name(),
                every,
                look.prompts(),
                look.images(),
                look.passes(),
                drawing,
                asked.isEmpty() ? "" : "; questions" + asked.substring(1));
    }

    /** Of the transformer, and of the decoder that makes the images. */
    private static void work(RlPlan plan, ModelConfig model) {
        double pass = Cost.transformer(model.transformer(), 1, plan.imageTokens(), plan.contextTokens()) / PETA;
        double rollout = plan.rolloutPasses() * pass + plan.images() * Cost.decode(model.vae(), plan.size()) / PETA;
        double policy = plan.trainedPasses() * plan.forwardsOfTraining() * pass;
        double reference = plan.otherPasses() * pass;
        line(
                "work         %.3g PFLOP an update: rollout %.3g, policy %.3g, reference %.3g",
                rollout + policy + reference, rollout, policy, reference);
    }

    private static void line(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static String gib(long bytes) {
        return ByteSize.gib(bytes, 2);
    }
}
