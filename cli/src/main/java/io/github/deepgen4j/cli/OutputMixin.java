// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.image.OutputFormat;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Number and names of the images. */
final class OutputMixin {
    private static final String OUT = "--out";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description =
                    "The PNG, JPEG or WebP to write, may have the fields {seed}, {index}, {prompt}, {date}, {time};"
                            + " several images are numbered; - is standard output; default out.png or the next free"
                            + " out-N.png.")
    private Optional<String> out;

    @Option(names = "--force", description = "Write over an out.png that is there.")
    private boolean force;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of images, default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Writes all intermediate tensors to a safetensors file, with the keys of testdata/golden.")
    private Optional<Path> trace;

    @Option(
            names = "--preview",
            paramLabel = "FILE",
            description = "Writes the image as predicted so far, again and again while it is drawn.")
    private Optional<Path> preview;

    @Option(names = "--json", description = "Print one JSON object per image instead of its file name.")
    private boolean json;

    int count() {
        return count;
    }

    boolean json() {
        return json;
    }

    boolean force() {
        return force;
    }

    Optional<String> out() {
        return out;
    }

    Optional<Path> trace() {
        return trace;
    }

    Optional<Path> preview() {
        return preview;
    }

    /**
     * The place for the images; refuses what could only fail after the work is done.
     *
     * @param files what the command reads
     */
    ImageSink sink(CommandFiles files, SamplingMixin sampling, String prompt) {
        checkCount();
        ImageSink sink = choose(files, sampling.seed().value(), prompt);
        trace.ifPresent(file -> files.writes("--trace", file));
        preview.ifPresent(file -> {
            Usage.checked(command, () -> OutputFormat.of(file));
            files.writes("--preview", file);
        });
        return sink;
    }

    void checkCount() {
        if (count < 1) {
            throw wrong("--count expected >= 1, found " + count);
        }
    }

    /** Refuses options that are about one image. */
    void checkSingle(boolean single, boolean noiseFile) {
        if (!single && (trace.isPresent() || preview.isPresent() || noiseFile)) {
            throw wrong("--trace, --preview and --noise apply to a single image: leave out --count and --prompts");
        }
    }

    private ImageSink choose(CommandFiles files, long seed, String prompt) {
        if (out.isEmpty() && !force) {
            FreeName names = new FreeName(Path.of(""), count);
            files.writes(OUT, names.first());
            return ImageSink.free(names);
        }
        String typed = out.orElse("out.png");
        if (StandardStreams.isOutput(typed)) {
            checkStandardOutput();
            return ImageSink.standardOutput();
        }
        OutputName name = name(typed, apart(), OutputName.digits(count));
        for (int i = 0; i < count; i++) {
            files.writes(OUT, name.file(i, seed + i, prompt));
        }
        return ImageSink.named(name);
    }

    /** The fields that tell the images of one prompt apart. */
    List<String> apart() {
        return count == 1 ? List.of() : List.of(OutputName.INDEX, OutputName.SEED);
    }

    private void checkStandardOutput() {
        if (count > 1 || json) {
            throw wrong("--out - is for one image and nothing else: leave out --count and --json");
        }
        if (CLibrary.isTerminal(CLibrary.STDOUT)) {
            throw wrong("--out - would write an image to the terminal: redirect it, or name a file");
        }
    }

    /** Names as typed, of files that can hold an image. */
    OutputName name(String typed, List<String> apart, int digits) {
        try {
            OutputName name = OutputName.of(typed, apart, digits);
            Path one = name.file(0, 0, "");
            boolean stream = Files.exists(one) && !Files.isRegularFile(one) && !Files.isDirectory(one);
            if (!stream) {
                OutputFormat.of(one);
            }
            return name;
        } catch (InvalidPathException e) {
            throw wrong("--out: " + typed + " is no name of a file (" + e.getReason() + ")");
        } catch (IllegalArgumentException e) {
            throw wrong("--out: " + e.getMessage());
        }
    }

    ResultLine resultLine() {
        return new ResultLine(
                json,
                out.filter(StandardStreams::isOutput).isPresent(),
                command.commandLine().getErr());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
