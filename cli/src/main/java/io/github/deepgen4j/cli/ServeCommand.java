// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.server.DeepGenServer;
import io.github.deepgen4j.server.ServerOptions;
import io.github.deepgen4j.server.api.ApiOptions;
import io.github.deepgen4j.server.audit.AuditLog;
import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.engine.ProcessEngine;
import io.github.deepgen4j.server.http.AddressRange;
import io.github.deepgen4j.server.http.NetworkOptions;
import io.github.deepgen4j.server.http.TlsFiles;
import io.github.deepgen4j.server.policy.HttpPolicy;
import io.github.deepgen4j.server.policy.Policy;
import io.github.deepgen4j.server.policy.WordList;
import io.github.deepgen4j.server.queue.QueueLimits;
import io.github.deepgen4j.server.queue.Residency;
import io.github.deepgen4j.tensor.Device;
import io.github.deepgen4j.training.distributed.ProcessLauncher;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code deepgen serve}: an HTTP server that OpenAI's clients can use. */
@Command(
        name = "serve",
        description = "Serves images over HTTP, as OpenAI's API does.",
        footer = {
            "",
            "Example: curl http://127.0.0.1:7860/v1/images/generations -H 'Content-Type: application/json' -d"
                    + " '{\"prompt\": \"a red circle\"}'",
            "",
            "Each model runs in a process of its own. Jobs survive the end of every process, whatever its kind."
        })
final class ServeCommand implements Callable<Integer> {
    private static final Duration POLICY_PATIENCE = Duration.ofSeconds(10);
    private static final Path NICE = Path.of("/usr/bin/nice");

    /** The process that a model runs in. */
    private enum EngineKind {
        PROCESS,
        IN_PROCESS
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "[NAME=]DIR|nano",
            defaultValue = "${sys:DEEPGEN_MODEL:-nano}",
            description = "Checkpoint folder, repository downloaded by model pull, or nano; repeat for more models. The"
                    + " first is the default. Default ${DEFAULT-VALUE} (DEEPGEN_MODEL).")
    private List<String> models;

    @Mixin
    private NamedAdapterMixin adapters;

    @Mixin
    private ArithmeticMixin arithmetic;

    @Mixin
    private LogMixin log;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on, default ${DEFAULT-VALUE}: this machine only.")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "7860",
            description = "Port to listen on, default ${DEFAULT-VALUE}; 0 for any that is free.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of jobs and pictures, default deepgen4j/serve in XDG_DATA_HOME or ~/.local/share.")
    private Optional<Path> data;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "Ask for a key of this file, which keys create makes; it is read again when it changes.")
    private Optional<Path> keys;

    @Option(
            names = "--open",
            description = "Listen on an address that others can reach although the server asks for no key.")
    private boolean open;

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description = "Name by which clients call the server, besides localhost; * for any.")
    private Set<String> hosts = Set.of();

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "Where clients reach the server, for addresses of pictures.")
    private Optional<String> publicUrl;

    @Option(
            names = "--max-queue",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most jobs that may wait, default ${DEFAULT-VALUE}.")
    private int maxQueue;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "30s",
            description = "How long the running image may go on when the server is ended, default ${DEFAULT-VALUE}.")
    private Duration drain;

    @Option(
            names = "--padding",
            paramLabel = "on|off",
            defaultValue = "on",
            description = "Begin answers that take longer than 20 s with spaces, so that clients wait.")
    private String padding;

    @Option(
            names = "--patience-factor",
            paramLabel = "X",
            defaultValue = "3",
            description = "Refuse clients whose own time-out times this is too short, default ${DEFAULT-VALUE}.")
    private double patience;

    @Option(
            names = "--unknown-fields",
            paramLabel = "refuse|ignore",
            defaultValue = "refuse",
            description = "What to do with fields of requests that are not known, default ${DEFAULT-VALUE}.")
    private String unknownFields;

    @Option(
            names = "--size-policy",
            paramLabel = "refuse|fit",
            defaultValue = "refuse",
            description = "What to do with sizes that the model does not draw, default ${DEFAULT-VALUE}; fit draws the"
                    + " largest fitting one of about the same shape, and says so.")
    private String sizePolicy;

    @Option(
            names = ServeConfig.OPTION,
            paramLabel = "FILE",
            description = "YAML file of these options by their long names, host: 127.0.0.1; the command line counts"
                    + " before it.")
    private Optional<Path> config;

    @Option(
            names = "--keep-jobs",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "7d",
            description = "How long jobs are kept after their end, default ${DEFAULT-VALUE}.")
    private Duration keepJobs;

    @Option(
            names = "--keep-pictures",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "30d",
            description = "How long pictures are kept that are no favourites, default ${DEFAULT-VALUE}.")
    private Duration keepPictures;

    @Option(
            names = "--keep-alive",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Give back the memory of a model that nobody has asked for so long; the next request loads it"
                    + " again. Default: it stays.")
    private Optional<Duration> keepAlive;

    @Option(
            names = "--cors",
            paramLabel = "ORIGIN",
            description = "Web pages of others that may call the server, https://name; * for all.")
    private Set<String> origins = Set.of();

    @Option(
            names = "--trust-proxy",
            paramLabel = "CIDR",
            converter = AddressRangeConverter.class,
            description = "Addresses of proxies whose X-Forwarded headers are believed, 10.0.0.0/8.")
    private List<AddressRange> proxies = List.of();

    @Option(
            names = "--policy-words",
            paramLabel = "FILE",
            description = "Refuse prompts with one of these words or phrases, one a line.")
    private Optional<Path> policyWords;

    @Option(
            names = "--policy-url",
            paramLabel = "URL",
            description = "Ask this program whether a request may be taken; without an answer within 10 s it may not.")
    private Optional<URI> policyUrl;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificates in PEM form; speaks TLS.")
    private Optional<Path> certificates;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Their private key in PEM form.")
    private Optional<Path> key;

    @Option(
            names = "--sdapi",
            paramLabel = "on|off",
            defaultValue = "on",
            description = "Answer clients of AUTOMATIC1111's web UI, too; default ${DEFAULT-VALUE}.")
    private String sdapi;

    @Option(
            names = "--audit",
            paramLabel = "full|hash|none|off",
            defaultValue = "full",
            description = "What the audit log has of prompts, or no such log; default ${DEFAULT-VALUE}.")
    private String audit;

    @Option(
            names = "--engine",
            paramLabel = "process|in-process",
            defaultValue = "process",
            converter = EngineKindConverter.class,
            description = "Run models in processes of their own, or in this one; default ${DEFAULT-VALUE}.")
    private EngineKind engine;

    private long memory; // that models may take together

    @Override
    public Integer call() throws InterruptedException {
        log.begin();
        memory = memory();
        ServerOptions options = options();
        List<Engine> engines = models.stream().map(this::engine).toList();
        var ended = new CountDownLatch(1);
        var server = new DeepGenServer(options, engines);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            CLibrary.endOnInterrupt();
            say("ending; the running image may take " + drain.toSeconds() + " s");
            server.close();
            ended.countDown();
            CLibrary.exit(0);
        }));
        System.out.println(server.url());
        System.out.flush();
        say("serving %s on %s, data in %s%s"
                .formatted(
                        String.join(", ", engines.stream().map(Engine::name).toList()),
                        server.url(),
                        options.data(),
                        open ? "; --open: whoever reaches it may use it" : ""));
        ended.await();
        return 0;
    }

    private void say(String message) {
        log.say(spec.commandLine().getErr(), message);
    }

    /** Bytes that the models may take together; on a GPU, whose memory the server does not know, all stay. */
    private long memory() {
        return models.size() > 1 && engine == EngineKind.PROCESS && Device.getDefault() == Device.CPU
                ? AvailableMemory.bytes()
                : Long.MAX_VALUE;
    }

    private ServerOptions options() {
        Usage.checked(spec, () -> {
            adapters.check();
            require(port >= 0 && port < 1 << 16, "--port expected 0 to 65535, found " + port);
            require(maxQueue > 0, "--max-queue expected at least 1, found " + maxQueue);
            require(patience > 0, "--patience-factor expected a number above 0, found " + patience);
            require(certificates.isPresent() == key.isPresent(), "--tls-cert and --tls-key expected both or none");
            require(
                    keepAlive.isEmpty() || engine == EngineKind.PROCESS,
                    "--keep-alive expected --engine process: the memory of this process stays its own");
            require(policyWords.isEmpty() || policyUrl.isEmpty(), "--policy-words and --policy-url expected one");
            require(audit.matches("full|hash|none|off"), "--audit expected full, hash, none or off, found " + audit);
            require(sdapi.matches("on|off"), "--sdapi expected on or off, found " + sdapi);
            require(padding.matches("on|off"), "--padding expected on or off, found " + padding);
            require(sizePolicy.matches("refuse|fit"), "--size-policy expected refuse or fit, found " + sizePolicy);
            require(
                    unknownFields.matches("refuse|ignore"),
                    "--unknown-fields expected refuse or ignore, found " + unknownFields);
            return true;
        });
        var api = new ApiOptions(
                unknownFields.equals("ignore"),
                sizePolicy.equals("fit"),
                padding.equals("on") ? ApiOptions.DEFAULT.padding() : Optional.empty(),
                ApiOptions.DEFAULT.paddingEvery(),
                patience,
                publicUrl,
                hosts,
                sdapi.equals("on"),
                origins);
        ServerOptions defaults = ServerOptions.of(version(), data.orElseGet(ServeCommand::dataHome));
        return new ServerOptions(
                defaults.version(),
                host,
                port,
                defaults.data(),
                keys,
                open,
                drain,
                defaults.mostBody(),
                defaults.mostPart(),
                QueueLimits.DEFAULT
                        .withJobs(maxQueue)
                        .withLives(keepJobs, keepPictures)
                        .withResidency(new Residency(memory, keepAlive, InstantSource.system())),
                api,
                audit.equals("off")
                        ? Optional.empty()
                        : Optional.of(AuditLog.Prompts.valueOf(audit.toUpperCase(Locale.ROOT))),
                new NetworkOptions(certificates.map(file -> new TlsFiles(file, key.orElseThrow())), proxies),
                policy());
    }

    private Policy policy() {
        return policyUrl
                .<Policy>map(url -> new HttpPolicy(url, POLICY_PATIENCE, false))
                .or(() -> policyWords.map(WordList::read))
                .orElse(Policy.NONE);
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }

    private static String version() {
        return new Main.Version().getVersion()[0].replaceFirst("^deepgen ", "");
    }

    private static Path dataHome() {
        String home = System.getenv("XDG_DATA_HOME");
        Path base = home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "share")
                : Path.of(home);
        return base.resolve("deepgen4j").resolve("serve");
    }

    /** The engine of {@code name=folder}, a folder or a name. */
    private Engine engine(String given) {
        int sign = given.indexOf('=');
        String model = given.substring(sign + 1);
        String name = sign > 0 ? given.substring(0, sign) : name(model);
        if (engine == EngineKind.IN_PROCESS) {
            return EngineCommand.open(name, model, adapters, arithmetic);
        }
        return new ProcessEngine(
                name,
                command(name, model),
                memory == Long.MAX_VALUE ? Map.of() : Map.of(AvailableMemory.OVERRIDE, Long.toString(memory)));
    }

    /** A folder is known by its last part. */
    private static String name(String model) {
        Path folder = Path.of(model);
        return !model.equals(ModelNames.NANO) && Files.isDirectory(folder)
                ? folder.toAbsolutePath().normalize().getFileName().toString()
                : model;
    }

    /** This program as an engine, with less of the processor than the front has. */
    private List<String> command(String name, String model) {
        List<String> arguments = new ArrayList<>(List.of("engine", "-m", model, "--name", name));
        arguments.addAll(adapters.arguments());
        arguments.addAll(arithmetic.arguments());
        arguments.addAll(log.arguments());
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(NICE)) {
            line.addAll(List.of(NICE.toString(), "-n", "5"));
        }
        line.addAll(ProcessLauncher.thisProgram(Main.class, arguments));
        return line;
    }

    /** Reads {@code 10.0.0.0/8}. */
    static final class AddressRangeConverter implements ITypeConverter<AddressRange> {
        @Override
        public AddressRange convert(String text) {
            try {
                return AddressRange.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@code process} or {@code in-process}. */
    static final class EngineKindConverter implements ITypeConverter<EngineKind> {
        @Override
        public EngineKind convert(String word) {
            return switch (word) {
                case "process" -> EngineKind.PROCESS;
                case "in-process" -> EngineKind.IN_PROCESS;
                default -> throw new TypeConversionException("expected process or in-process, found " + word);
            };
        }
    }
}
