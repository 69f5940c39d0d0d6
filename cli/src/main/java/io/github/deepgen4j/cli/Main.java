// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.tensor.Device;
import io.github.deepgen4j.tensor.TensorException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The {@code deepgen} command: entry point and composition root. */
@Command(
        name = "deepgen",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        scope = ScopeType.INHERIT,
        preprocessor = Arguments.class,
        abbreviateSynopsis = true,
        subcommands = {
            GenerateCommand.class,
            EditCommand.class,
            ReproduceCommand.class,
            ModelCommand.class,
            DataCommand.class,
            TrainCommand.class,
            RlCommand.class,
            LaunchCommand.class,
            EvaluateCommand.class,
            BenchCommand.class,
            ServeCommand.class,
            KeysCommand.class,
            EngineCommand.class,
            InfoCommand.class,
            CompletionCommand.class,
            HelpCommand.class,
            VersionCommand.class
        },
        description = "DeepGen 1.0: generates and edits images from text.",
        footer = {"", "Exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted."})
public final class Main implements Runnable {
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    private boolean verbose;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            defaultValue = "${sys:DEEPGEN_DEVICE:-${sys:deepgen.device:-cpu}}",
            scope = ScopeType.INHERIT,
            description = "Device to compute on, default ${DEFAULT-VALUE} (DEEPGEN_DEVICE); cuda needs the CUDA build.")
    private Device device;

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // numbers are the same in every language
        StandardStreams.guard();
        int code = run(args);
        if (System.out.checkError() && code == CommandLine.ExitCode.OK) {
            System.err.println("deepgen: standard output cannot be written to; what was printed is not complete");
            code = CommandLine.ExitCode.SOFTWARE;
        }
        System.exit(code);
    }

    private static int run(String[] args) {
        Optional<String> unreadable =
                SystemText.unreadable(List.of(args), System.getenv(), System.getProperty("user.dir"));
        if (unreadable.isPresent()) {
            System.err.println("deepgen: " + unreadable.get());
            return CommandLine.ExitCode.USAGE;
        }
        try {
            return commandLine().execute(args);
        } catch (LinkageError | OutOfMemoryError e) { // picocli's handler sees exceptions only
            System.err.println("deepgen: " + (e instanceof LinkageError ? "LibTorch cannot be loaded: " : "") + e);
            if (List.of(args).contains("--verbose")) {
                e.printStackTrace();
            }
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** The command line with all commands, ready to execute. */
    static CommandLine commandLine() {
        declareVariables(System.getenv());
        LogMixin.none();
        Main main = new Main();
        return new CommandLine(main)
                .setExpandAtFiles(false) // a prompt may begin with @
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(WrongUsage::report)
                .setExecutionStrategy(main::runThere)
                .setExecutionExceptionHandler((failure, command, _) -> Failure.report(failure, command, main.verbose));
    }

    /**
     * Makes variables system properties of the same name, for the defaults of options: there an empty variable, unlike
     * an absent property, would be a value.
     */
    private static void declareVariables(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith("DEEPGEN_") && !value.isBlank()) {
                System.setProperty(name, value);
            }
        });
    }

    private int runThere(ParseResult command) {
        try {
            Device.setDefault(device);
        } catch (TensorException e) {
            throw new CommandLine.ExecutionException(command.commandSpec().commandLine(), e.getMessage(), e);
        }
        return new CommandLine.RunLast().execute(command);
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** Reads the version that the build writes into the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"deepgen " + (version == null ? "(not packaged)" : version)};
        }
    }
}
