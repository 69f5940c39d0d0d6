// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * Reads one YAML 1.2 document. Anchors, aliases and merge keys ({@code <<}) mean what they say; a key given twice, a
 * second document, tags, and whatever is larger or deeper than a configuration are refused.
 */
public final class YamlReader {
    private static final long MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 40;

    private YamlReader() {}

    /** @throws ConfigException naming the file and the line */
    public static YamlNode read(Path file) {
        if (!Files.exists(file)) {
            throw new ConfigException(file + ": file not found");
        }
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + ": expected a file, found "
                    + (Files.isDirectory(file) ? "a folder" : "something else, such as a device"));
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ConfigException(file + ": expected a configuration of at most " + MOST_BYTES
                        + " bytes, found " + Files.size(file));
            }
            return parse(text(Files.readAllBytes(file), file), file.toString());
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + e + ")", e);
        }
    }

    private static String text(byte[] bytes, Path file) {
        return Utf8.text(
                bytes,
                found -> new ConfigException(file + ": expected text in UTF-8, found " + found + "; save it as UTF-8"));
    }

    /**
     * Reads a text.
     *
     * @param source its name in messages, which count its lines
     */
    public static YamlNode parse(String text, String source) {
        return parse(text, line -> new Place(source, line));
    }

    /** Reads a text of one line. */
    static YamlNode parseLine(String text, Place place) {
        return parse(text, _ -> place);
    }

    private static YamlNode parse(String text, Resolved.Places places) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new JsonSchema())
                .setAllowDuplicateKeys(true) // refused later, with both lines
                .setAllowNonScalarKeys(true)
                .build();
        try {
            requireBounded(text, settings, places);
            return new Compose(settings)
                    .composeString(text)
                    .map(root -> new Resolved(places).of(root))
                    .orElseGet(() -> new YamlNode.Scalar("", false, places.at(1)));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(mark -> mark.getLine() + 1)
                    .orElse(1);
            throw new ConfigException(places.at(line) + ": " + problem(e.getProblem()), e);
        } catch (ReaderException e) {
            int line = (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            throw new ConfigException(
                    "%s: not valid YAML: character U+%04X".formatted(places.at(line), e.getCodePoint()), e);
        } catch (YamlEngineException e) {
            throw new ConfigException(
                    places.at(1) + ": not valid YAML: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    private static String problem(String problem) {
        String undefined = "found undefined alias ";
        if (problem.startsWith(undefined)) {
            String name = problem.substring(undefined.length());
            return "*%s refers to &%s, which does not stand before it; text that begins with * needs quotes"
                    .formatted(name, name);
        }
        String hint = problem.contains("TAB") ? "" : "; text with : # [ ] { } , & * ! | > ' \" % @ ` may need quotes";
        return "not valid YAML: " + problem.replace('\n', ' ') + hint;
    }

    /** Looks through the events, which needs no stack, so that no nesting can exhaust it. */
    private static void requireBounded(String text, LoadSettings settings, Resolved.Places places) {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
            switch (event.getEventId()) {
                case DocumentStart -> documents++;
                case SequenceStart, MappingStart -> depth++;
                case SequenceEnd, MappingEnd -> depth--;
                default -> {}
            }
            if (documents > 1) {
                throw new ConfigException(places.at(line) + ": expected one document, found a second one after ---");
            }
            if (depth > DEEPEST) {
                throw new ConfigException(places.at(line) + ": expected at most " + DEEPEST + " levels, found more");
            }
        }
    }
}
