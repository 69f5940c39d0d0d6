// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.checkpoint.FileSums;
import io.github.deepgen4j.model.checkpoint.Finding;
import io.github.deepgen4j.model.checkpoint.Verification;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.pipeline.ModelNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code deepgen model verify DIR}: is this folder intact? */
@Command(
        name = "verify",
        description = "Reads a whole checkpoint and reports everything that is wrong.",
        footer = {
            "",
            "Checks the configuration, tensors, SHA-256 sums (from --manifest, DIR/SHA256SUMS, or the release for its"
                    + " own files), NaN and infinity, pages of a single value, norms, and swapped tensors.",
            "Exit code 1 if the checkpoint is damaged."
        })
final class ModelVerifyCommand implements Callable<Integer> {
    private static final String RELEASED = "released";
    private static final String SUMS = "SHA256SUMS";
    private static final int SHOWN = 20; // of one file or component

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DIR|nano",
            description = "Checkpoint folder in the released layout, repository downloaded by model pull, or nano.")
    private String model;

    private Path folder;

    @Option(
            names = "--manifest",
            paramLabel = "FILE|released",
            description =
                    "Expected checksums: a file in the format of sha256sum with paths relative to DIR, or those of the"
                            + " released checkpoint.")
    private Optional<String> manifest;

    @Option(
            names = "--write-manifest",
            paramLabel = "FILE",
            description = "Writes the checksums of the files that were read.")
    private Optional<Path> written;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        folder = ModelNames.folder(model);
        CommandFiles files = new CommandFiles(spec).reads("the checkpoint", folder, file -> !file.endsWith(SUMS));
        manifest.filter(name -> !name.equals(RELEASED)).ifPresent(name -> files.reads("--manifest", Path.of(name)));
        written.ifPresent(file -> files.writes("--write-manifest", file));
        Verification verification;
        try (var interruption = new Interruption();
                var progress = new ByteBar("checking")) {
            verification = Verification.of(folder, expected(), progress::start, progress::add, interruption::requested);
        }
        print(verification);
        written.ifPresent(file -> AtomicFile.write(file, verification.found().text()));
        return verification.damaged() ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private Optional<FileSums> expected() {
        if (manifest.isPresent()) {
            return Optional.of(
                    manifest.get().equals(RELEASED) ? FileSums.RELEASED : FileSums.read(Path.of(manifest.get())));
        }
        Path own = folder.resolve(SUMS);
        return Files.isRegularFile(own) ? Optional.of(FileSums.read(own)) : Optional.empty();
    }

    private static void print(String where, List<Finding> findings) {
        findings.stream().limit(SHOWN).forEach(System.out::println);
        if (findings.size() > SHOWN) {
            System.out.printf("%d more in %s (--json lists all)%n", findings.size() - SHOWN, where);
        }
    }

    private void print(Verification verification) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("damaged", verification.damaged());
            object.put("findings", verification.findings());
            object.put("sha256", verification.found().sha256());
            System.out.println(new JsonMapper().writeValueAsString(object));
            return;
        }
        verification.findings().stream()
                .collect(Collectors.groupingBy(Finding::where, LinkedHashMap::new, Collectors.toList()))
                .forEach(ModelVerifyCommand::print);
        System.out.printf(
                "%s: %d files read, %s%n",
                folder,
                verification.found().sha256().size(),
                verification.findings().isEmpty()
                        ? "nothing wrong found"
                        : verification.findings().size() + " findings, "
                                + (verification.damaged() ? "damaged" : "no damage"));
    }
}
