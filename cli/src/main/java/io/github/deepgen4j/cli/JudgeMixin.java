// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.judge.Budget;
import io.github.deepgen4j.evaluation.judge.JudgeOptions;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The judge that answers a benchmark's questions. */
final class JudgeMixin {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--judge",
            paramLabel = "URL",
            description = "Judge: an OpenAI-compatible chat, such as http://localhost:8000/v1.")
    private Optional<URI> address;

    @Option(names = "--model", paramLabel = "NAME", description = "Model of the judge.")
    private Optional<String> model;

    @Option(
            names = "--judge-family",
            paramLabel = "NAME",
            description = "Family whose official way of asking is followed, such as gpt, gemini or qwen.")
    private Optional<String> family;

    @Option(
            names = "--judge-key",
            paramLabel = "VARIABLE",
            defaultValue = "OPENAI_API_KEY",
            description = "Environment variable with the key of the API, default ${DEFAULT-VALUE}.")
    private String variable;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "64",
            description = "Calls in flight at once, default ${DEFAULT-VALUE}.")
    private int concurrency;

    @Option(names = "--max-calls", paramLabel = "N", description = "Most calls to make, repeated ones included.")
    private Optional<Long> maxCalls;

    @Option(names = "--max-cost", paramLabel = "X", description = "Most money to spend; needs --price.")
    private Optional<Double> maxCost;

    @Option(
            names = "--price",
            paramLabel = "IN,OUT",
            split = ",",
            description = "Price of a million tokens sent and received.")
    private double[] price = {0, 0};

    /** The judge, if one is named. */
    Optional<JudgeOptions> options() {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        if (model.isEmpty()) {
            throw new ParameterException(command.commandLine(), "--judge needs --model NAME, the judge's model");
        }
        if (price.length != 2) {
            throw new ParameterException(command.commandLine(), "--price expected two numbers, as in 2.5,10");
        }
        return Optional.of(Usage.checked(command, () -> {
            var budget = new Budget(maxCalls.orElse(0L), maxCost.orElse(0.0), price[0], price[1]);
            JudgeOptions options = JudgeOptions.of(address.get(), model.get())
                    .withConcurrency(concurrency)
                    .withBudget(budget);
            return key().map(options::withKey).orElse(options);
        }));
    }

    private Optional<String> key() {
        return Optional.ofNullable(System.getenv(variable)).filter(key -> !key.isBlank());
    }

    /** The model whose answers count in a replay, if one is named. */
    Optional<String> model() {
        return model;
    }

    /** The family of judges; empty for the benchmark's usual one. */
    String family() {
        return family.orElse("");
    }

    int concurrency() {
        return concurrency;
    }
}
