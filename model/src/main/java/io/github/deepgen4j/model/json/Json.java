// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.json;

import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Between text and trees. */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final ObjectWriteContext PRETTY = new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    };

    private Json() {}

    /**
     * Reads a text of one value; the missing value for an empty one.
     *
     * @throws JacksonException if it is no JSON, something follows the value, or a field is given twice
     */
    public static JsonNode read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return read(parser);
        }
    }

    /** Reads the bytes of one value; as {@link #read(String)}. */
    public static JsonNode read(byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            return read(parser);
        }
    }

    /**
     * The items of an array, or the values of an object, each with its place; empty for an empty text.
     *
     * @throws JacksonException as {@link #read(String)}, and if the text holds neither
     */
    public static List<JsonPart> parts(String text) {
        return parts(text, List.of());
    }

    /**
     * The items of the array, or the values of the object, that a field of a text's one object holds.
     *
     * @throws JacksonException as {@link #parts(String)}, and if there is no such field
     */
    public static List<JsonPart> partsOf(String text, String field) {
        return parts(text, List.of(field));
    }

    private static List<JsonPart> parts(String text, List<String> path) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return List.of();
            }
            List<JsonPart> parts = new ArrayList<>();
            for (String field : path) {
                enter(parser, field);
            }
            addParts(parser, parts);
            for (String _ : path) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new StreamReadException(
                        parser, "expected nothing after the value, found " + parser.currentToken());
            }
            return parts;
        }
    }

    private static void enter(JsonParser parser, String field) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new StreamReadException(parser, "expected an object, found " + parser.currentToken());
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = parser.currentName().equals(field);
            parser.nextToken();
            if (found) {
                return;
            }
            parser.skipChildren();
        }
        throw new StreamReadException(parser, "expected the field " + field + ", found none");
    }

    private static void addParts(JsonParser parser, List<JsonPart> parts) {
        JsonToken start = parser.currentToken();
        if (start != JsonToken.START_OBJECT && start != JsonToken.START_ARRAY) {
            throw new StreamReadException(parser, "expected an array or an object, found " + start);
        }
        for (JsonToken token = parser.nextToken(); !token.isStructEnd(); token = parser.nextToken()) {
            String name = token == JsonToken.PROPERTY_NAME ? parser.currentName() : "[" + parts.size() + "]";
            if (token == JsonToken.PROPERTY_NAME) {
                parser.nextToken();
            }
            int line = parser.currentTokenLocation().getLineNr();
            parts.add(new JsonPart(name, line, JsonNode.of(value(parser))));
        }
    }

    private static JsonNode read(JsonParser parser) {
        if (parser.nextToken() == null) {
            return JsonNode.of(Map.of()).path("");
        }
        JsonNode value = JsonNode.of(value(parser));
        if (parser.nextToken() != null) {
            throw new StreamReadException(parser, "expected nothing after the value, found " + parser.currentToken());
        }
        return value;
    }

    /** The parser bounds the depth. */
    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, value(parser));
                }
                yield fields;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** A value, of anything that {@link JsonNode#of} takes, on one line. */
    public static String write(Object plain) {
        return write(plain, ObjectWriteContext.empty());
    }

    /** A value over several indented lines. */
    public static String writePretty(Object plain) {
        return write(plain, PRETTY);
    }

    private static String write(Object plain, ObjectWriteContext context) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(context, text)) {
            write(JsonNode.of(plain), generator);
        }
        return text.toString();
    }

    private static void write(JsonNode node, JsonGenerator generator) {
        if (node.isObject()) {
            generator.writeStartObject();
            node.forEachEntry((name, field) -> {
                generator.writeName(name);
                write(field, generator);
            });
            generator.writeEndObject();
            return;
        }
        if (node.isArray()) {
            generator.writeStartArray();
            node.forEach(item -> write(item, generator));
            generator.writeEndArray();
            return;
        }
        switch (node.value()) {
            case String text -> generator.writeString(text);
            case Long number -> generator.writeNumber(number);
            case BigInteger number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case Boolean truth -> generator.writeBoolean(truth);
            case null, default -> generator.writeNull();
        }
    }
}
