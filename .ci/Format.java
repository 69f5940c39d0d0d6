// SPDX-License-Identifier: Apache-2.0
import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks that every Java file has the form the formatter gives it, or with {@code --write} gives it that form. */
public final class Format {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    public static void main(String[] args) throws Exception {
        boolean write = List.of(args).contains("--write");
        List<Path> changed =
                sources().parallel().filter(file -> differs(file, write)).toList();
        if (changed.isEmpty()) {
            return;
        }
        changed.forEach(file -> System.err.println((write ? "formatted " : "not formatted: ") + file));
        if (!write) {
            System.err.println("Format with: ./mvnw -N -Pformat validate");
            System.exit(1);
        }
    }

    private static Stream<Path> sources() throws Exception {
        var files = new ArrayList<Path>();
        try (Stream<Path> modules = Files.list(Path.of(""))) {
            for (Path source : modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList()) {
                try (Stream<Path> all = Files.walk(source)) {
                    all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                }
            }
        }
        try (Stream<Path> own = Files.list(Path.of(".ci"))) {
            own.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
        }
        return files.stream();
    }

    private static boolean differs(Path file, boolean write) {
        try {
            String source = Files.readString(file);
            String formatted = FORMATTER.formatSourceAndFixImports(source);
            if (formatted.equals(source)) {
                return false;
            }
            if (write) {
                Files.writeString(file, formatted);
            }
            return true;
        } catch (Exception e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }
}
