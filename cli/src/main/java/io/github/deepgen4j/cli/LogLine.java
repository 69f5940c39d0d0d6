// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.json.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.slf4j.MDC;

/** A line of the log with the names of the request, job and key that it is about: text, or one JSON object. */
final class LogLine extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final boolean json;

    LogLine(boolean json) {
        this.json = json;
    }

    @Override
    public String format(LogRecord record) {
        Map<String, String> names = MDC.getCopyOfContextMap();
        Map<String, String> sorted = names == null ? Map.of() : new TreeMap<>(names);
        return (json ? json(record, sorted) : text(record, sorted)) + "\n";
    }

    private String json(LogRecord record, Map<String, String> names) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", TIME.format(record.getInstant()));
        line.put("level", level(record));
        line.put("logger", record.getLoggerName());
        line.put("message", formatMessage(record));
        line.putAll(names);
        if (record.getThrown() != null) {
            line.put("error", trace(record.getThrown()));
        }
        return JsonNode.of(line).toString();
    }

    private String text(LogRecord record, Map<String, String> names) {
        String line = TIME.format(record.getInstant()) + " " + level(record) + " " + formatMessage(record);
        String about = names.isEmpty() ? "" : " " + names;
        return line + about + (record.getThrown() == null ? "" : "\n" + trace(record.getThrown()));
    }

    private static String level(LogRecord record) {
        return switch (record.getLevel().getName()) {
            case "SEVERE" -> "error";
            case "WARNING" -> "warn";
            case "INFO" -> "info";
            default -> "debug";
        };
    }

    private static String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString().stripTrailing();
    }
}
