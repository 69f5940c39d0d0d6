// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.DType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON header of a safetensors file: for each tensor its type, shape and place in the data that follows. Read token
 * by token, because an object mapper would silently keep the last of two entries of the same name.
 */
final class SafetensorsHeader {
    private static final int MOST_TENSORS = 100_000; // a hostile header must not fill the memory
    private static final int MOST_AXES = 64; // as LibTorch
    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, DType> TYPES = new HashMap<>();

    static {
        for (DType type : DType.values()) {
            TYPES.put(type.safetensorsName(), type);
        }
    }

    /** A tensor and the offsets of its first byte and of the byte after its last one, from the start of the data. */
    record Place(TensorSpec spec, long begin, long end) {}

    private final List<Place> places = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Problems problems;
    private final JsonParser json;

    private SafetensorsHeader(JsonParser json, Problems problems) {
        this.json = json;
        this.problems = problems;
    }

    /**
     * Parses a header and checks it against the size of the data. Whatever is wrong goes to {@code problems}; the
     * result may be used only when there are none.
     */
    static SafetensorsHeader parse(byte[] text, long dataBytes, Problems problems) {
        if (!startsAsUtf8Object(text)) { // first: the parser guesses an encoding as soon as it is made
            problems.add("malformed header: expected UTF-8 text that starts with '{'");
            return new SafetensorsHeader(null, problems);
        }
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            SafetensorsHeader header = new SafetensorsHeader(json, problems);
            try {
                header.readAll();
            } catch (JacksonException e) {
                // a broken limit of the parser (depth, length of a name) comes without a place
                problems.add("malformed header: " + e.getOriginalMessage()
                        + (e.getLocation() == null
                                ? ""
                                : " (byte " + e.getLocation().getByteOffset() + ")"));
                return header;
            }
            header.checkPlaces(dataBytes);
            return header;
        }
    }

    /** The format asks for it; the parser alone would also take leading blanks, UTF-16 and UTF-32. */
    private static boolean startsAsUtf8Object(byte[] text) {
        return text.length > 0 && text[0] == '{' && (text.length == 1 || text[1] != 0);
    }

    /** Tensors in the order of their data. */
    List<Place> places() {
        return places;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private void readAll() {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            problems.add("malformed header: expected a JSON object, found " + json.currentToken());
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (!seen.add(name)) {
                problems.add(name + ": named twice in the header");
            }
            if (seen.size() > MOST_TENSORS) {
                problems.add("oversized header: more than " + MOST_TENSORS + " tensors");
                return;
            }
            json.nextToken();
            if (name.equals("__metadata__")) {
                readMetadata();
            } else {
                readTensor(name);
            }
        }
        if (json.nextToken() != null) {
            problems.add("malformed header: expected nothing after the JSON object, found " + json.currentToken());
        }
    }

    private void readMetadata() {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return; // as the reference library (0.8) reads it
        }
        if (!isObject("__metadata__")) {
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                problems.add("__metadata__." + key + ": expected a string, found " + json.currentToken());
                json.skipChildren();
            } else if (metadata.put(key, json.getString()) != null) {
                problems.add("__metadata__." + key + ": named twice");
            }
        }
    }

    private boolean isObject(String name) {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        problems.add(name + ": expected a JSON object, found " + json.currentToken());
        json.skipChildren();
        return false;
    }

    private void readTensor(String name) {
        if (!isObject(name)) {
            return;
        }
        Fields fields = new Fields();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            if (!fields.keys.add(key)) {
                problems.add(name + ": " + key + " is given twice");
            }
            json.nextToken();
            switch (key) {
                case "dtype" -> fields.type = readType(name);
                case "shape" -> fields.shape = readNumbers(name, key);
                case "data_offsets" -> fields.offsets = readNumbers(name, key);
                default -> {
                    problems.add(name + ": unknown field " + key + ", expected dtype, shape and data_offsets");
                    json.skipChildren();
                }
            }
        }
        addPlace(name, fields);
    }

    private static final class Fields {
        final Set<String> keys = new HashSet<>();
        DType type;
        long[] shape;
        long[] offsets;
    }

    private void addPlace(String name, Fields fields) {
        for (String key : List.of("dtype", "shape", "data_offsets")) {
            if (!fields.keys.contains(key)) {
                problems.add(name + ": no " + key);
            }
        }
        if (fields.offsets != null && fields.offsets.length != 2) {
            problems.add(name + ": data_offsets expected 2 numbers, found " + fields.offsets.length);
            return;
        }
        if (fields.type == null || fields.shape == null || fields.offsets == null) {
            return;
        }
        try {
            places.add(
                    new Place(new TensorSpec(name, fields.type, fields.shape), fields.offsets[0], fields.offsets[1]));
        } catch (WeightException e) {
            problems.add(name + ": " + e.getMessage());
        }
    }

    private DType readType(String name) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            problems.add(name + ": dtype expected a string, found " + json.currentToken());
            json.skipChildren();
            return null;
        }
        DType type = TYPES.get(json.getString());
        if (type == null) {
            problems.add(name + ": unknown dtype " + json.getString() + ", expected one of "
                    + String.join(" ", TYPES.keySet().stream().sorted().toList()));
        }
        return type;
    }

    /** An array of integers of 64 bits, or null after reporting what else was found. */
    private long[] readNumbers(String name, String key) {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            problems.add(name + ": " + key + " expected an array, found " + json.currentToken());
            json.skipChildren();
            return null;
        }
        List<Long> numbers = new ArrayList<>();
        boolean good = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            boolean whole = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && (json.getNumberType() == JsonParser.NumberType.INT
                            || json.getNumberType() == JsonParser.NumberType.LONG);
            if (whole && numbers.size() == MOST_AXES) {
                if (good) {
                    problems.add(name + ": " + key + " expected at most " + MOST_AXES + " numbers, found more");
                }
                good = false;
            } else if (whole) {
                numbers.add(json.getLongValue());
            } else {
                problems.add(name + ": " + key + " expected whole numbers below 2^63, found "
                        + (json.currentToken().isScalarValue() ? json.getString() : json.currentToken()));
                json.skipChildren();
                good = false;
            }
        }
        return good ? numbers.stream().mapToLong(Long::longValue).toArray() : null;
    }

    /** The tensors must fill the data completely, without holes and without sharing a byte. */
    private void checkPlaces(long dataBytes) {
        boolean complete = problems.none(); // a tensor that could not be read leaves a hole that is not worth reporting
        places.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
        long end = 0;
        String previous = null;
        for (Place place : places) {
            TensorSpec spec = place.spec();
            if (place.begin() < 0 || place.end() < place.begin() || place.end() > dataBytes) {
                problems.add(spec.name() + ": data_offsets [" + place.begin() + ", " + place.end()
                        + "] are outside of the " + dataBytes + " bytes of data");
                complete = false;
                continue;
            }
            if (place.end() - place.begin() != spec.byteSize()) {
                problems.add(spec.name() + ": " + spec.describe() + " expected " + spec.byteSize()
                        + " bytes, found data_offsets [" + place.begin() + ", " + place.end() + "]");
            }
            if (place.begin() < end) {
                problems.add(spec.name() + ": data_offsets [" + place.begin() + ", " + place.end() + "] overlap "
                        + previous);
            } else if (place.begin() > end && complete) {
                problems.add(spec.name() + ": " + (place.begin() - end) + " bytes before it belong to no tensor");
            }
            if (place.end() >= end) {
                end = place.end();
                previous = spec.name();
            }
        }
        if (end != dataBytes && complete) {
            problems.add("the last " + (dataBytes - end) + " of " + dataBytes + " bytes of data belong to no tensor");
        }
    }
}
