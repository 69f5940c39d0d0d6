// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.judge.Budget;
import io.github.deepgen4j.evaluation.judge.JudgeOptions;
import io.github.deepgen4j.evaluation.judge.RecordedJudge;
import io.github.deepgen4j.evaluation.program.ShapeWorldJudge;
import io.github.deepgen4j.evaluation.task.Answerer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The judge that answers a benchmark's questions. */
final class JudgeMixin {
    private static final String[] NEED_JUDGE = {
        "--judge-family", "--judge-key", "--concurrency", "--max-calls", "--max-cost", "--price"
    };

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--judge",
            paramLabel = "URL",
            description = "Judge: an OpenAI-compatible chat, such as http://localhost:8000/v1; or shapeworld, which"
                    + " is exact on its pictures.")
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
            hideParamSyntax = true,
            description = "Price of a million tokens sent and received.")
    private double[] price = {0, 0};

    @Option(
            names = "--repeat",
            paramLabel = "K",
            description = "Ask about 24 pictures K times more, which measures the judge's own variance.")
    private int repeat;

    @Option(
            names = "--no-anchors",
            description = "Do not ask about 24 fixed pictures at start and end, by which a changed judge is noticed.")
    private boolean unanchored;

    /** True for the exact judge of ShapeWorld's pictures, which is a program. */
    private boolean isProgram() {
        return address.map(URI::toString).filter(ShapeWorldJudge.NAME::equals).isPresent();
    }

    /** The judge that is a program, or of which only answers are left. */
    List<Answerer> recorded() {
        return isProgram()
                ? List.of(new ShapeWorldJudge())
                : model.map(name -> List.<Answerer>of(new RecordedJudge(name))).orElse(List.of());
    }

    /** Opens the judge, if one is named; notes are lines for people. */
    Judging open(Consumer<String> notes) {
        return new Judging(isProgram() ? recorded() : List.of(), options(), !unanchored, notes);
    }

    private Optional<JudgeOptions> options() {
        Usage.refuse(command, address.isEmpty(), "needs --judge URL", NEED_JUDGE);
        if (address.isEmpty() || isProgram()) {
            return Optional.empty();
        }
        if (model.isEmpty()) {
            throw wrong("--judge needs --model NAME, the judge's model");
        }
        requirePositive();
        return Optional.of(Usage.checked(command, () -> {
            var budget = new Budget(maxCalls.orElse(0L), maxCost.orElse(0.0), price[0], price[1]);
            JudgeOptions options = JudgeOptions.of(address.get(), model.get())
                    .withConcurrency(concurrency)
                    .withBudget(budget);
            return key().map(options::withKey).orElse(options);
        }));
    }

    private void requirePositive() {
        if (concurrency < 1) {
            throw wrong("--concurrency expected at least 1, found " + concurrency);
        }
        maxCalls.filter(calls -> calls < 1).ifPresent(calls -> {
            throw wrong("--max-calls expected at least 1, found " + calls);
        });
        maxCost.filter(cost -> !(cost > 0)).ifPresent(cost -> {
            throw wrong("--max-cost expected a number above 0, found " + cost);
        });
        if (price.length != 2 || !(price[0] >= 0 && price[1] >= 0)) {
            throw wrong("--price expected two numbers of at least 0, as in 2.5,10");
        }
        if (maxCost.isPresent() && price[0] + price[1] == 0) {
            throw wrong("--max-cost needs --price IN,OUT, without which nobody knows what a call costs");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private Optional<String> key() {
        Optional<String> key = Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
        if (key.isEmpty() && command.commandLine().getParseResult().hasMatchedOption("--judge-key")) {
            throw wrong("--judge-key: the environment variable " + variable + " is not set");
        }
        return key;
    }

    /**
     * The family of judges; empty for the benchmark's usual one.
     *
     * @throws ParameterException if the benchmark knows no such family
     */
    String family(Benchmark<?, ?> benchmark) {
        List<String> known = benchmark.judges();
        family.filter(name -> !known.contains(name)).ifPresent(name -> {
            throw wrong("--judge-family: " + benchmark.info().word()
                    + (known.isEmpty()
                            ? " asks every judge in one way"
                            : " expected one of " + String.join(", ", known) + ", found " + name));
        });
        return family.orElse("");
    }

    /** The number of times that a part is asked again, 0 or at least 2. */
    int repeat() {
        if (repeat < 0 || repeat == 1) {
            throw new ParameterException(command.commandLine(), "--repeat expected at least 2, found " + repeat);
        }
        return repeat;
    }

    int concurrency() {
        return concurrency;
    }
}
