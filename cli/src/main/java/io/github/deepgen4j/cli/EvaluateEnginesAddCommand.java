// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.engines.EngineKind;
import io.github.deepgen4j.engines.EngineStore;
import io.github.deepgen4j.engines.EngineStore.Installed;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code deepgen evaluate engines add KIND FILE}: checks the files of an engine and copies them. */
@Command(name = "add", description = "Copies an engine's files into the cache folder, by their SHA-256.")
final class EvaluateEnginesAddCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "KIND",
            converter = Converter.class,
            description = "ocr, detector, clip or vqa.")
    private EngineKind kind;

    @Parameters(
            index = "1",
            paramLabel = "PATH",
            description = "An .onnx file, or a folder, zip or jar, known by checksum or with engine.json.")
    private Path source;

    @Override
    public Integer call() {
        Installed added = EngineStore.ofUser().add(kind, source);
        System.out.println(added.kind().word() + " " + added.name() + " " + added.folder());
        return 0;
    }

    static final class Converter implements ITypeConverter<EngineKind> {
        @Override
        public EngineKind convert(String word) {
            try {
                EngineKind kind = EngineKind.of(word);
                if (kind == EngineKind.COLOURS) {
                    throw new TypeConversionException("colours are pixels or clip: there is nothing to add");
                }
                return kind;
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
