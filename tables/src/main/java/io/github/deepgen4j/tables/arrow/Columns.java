// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables.arrow;

import io.github.deepgen4j.tables.arrow.BytesColumn.Place;
import io.github.deepgen4j.tables.arrow.BytesColumn.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.flatbuf.UnionMode;

/**
 * The assignment of a batch's buffers to columns. The file does not say it: buffers stand one after another, columns
 * depth first, as many to each as its type has ("Arrow Columnar Format", section "Buffer Listing for Each Layout").
 */
final class Columns {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_FIELDS = 100_000;

    private final boolean oldLayout; // in which unions and runs have bits of validity
    private final List<String> all = new ArrayList<>();
    private final Map<String, BytesColumn> bytes = new LinkedHashMap<>();
    private final Map<String, BytesColumn> truths = new LinkedHashMap<>();
    private int nodes;
    private int buffers;
    private int views;

    private Columns(boolean oldLayout) {
        this.oldLayout = oldLayout;
    }

    static Columns of(Schema schema, short version) throws IOException {
        var columns = new Columns(version < MetadataVersion.V5);
        for (int i = 0; i < schema.fieldsLength(); i++) {
            columns.add(schema.fields(i), "", List.of(), 0);
        }
        return columns;
    }

    List<String> all() {
        return List.copyOf(all);
    }

    Optional<BytesColumn> bytes(String path) {
        return Optional.ofNullable(bytes.get(path));
    }

    Optional<BytesColumn> truths(String path) {
        return Optional.ofNullable(truths.get(path));
    }

    /**
     * @param outer the structures that it is a field of; null where it is inside something else and has no row of its
     * own
     */
    private void add(Field field, String prefix, List<Place> outer, int depth) throws IOException {
        if (++nodes > MAX_FIELDS || depth > MAX_DEPTH) {
            throw new IOException("expected at most %,d columns, %d deep".formatted(MAX_FIELDS, MAX_DEPTH));
        }
        String path = prefix + field.name();
        boolean index = field.dictionary() != null; // the values are in batches of their own
        byte type = field.typeType();
        Place place = new Place(nodes - 1, buffers, views);
        buffers += index ? 2 : count(field);
        views += !index && (type == Type.Utf8View || type == Type.BinaryView) ? 1 : 0;
        List<Place> places = null;
        if (outer != null) {
            places = new ArrayList<>(outer);
            places.add(place);
        }
        if (field.childrenLength() == 0 || index) {
            all.add(path + " " + Type.name(type) + (index ? " in a dictionary" : ""));
            Storage storage = index ? null : storage(type);
            if (places != null && storage != null) {
                (storage == Storage.BIT ? truths : bytes)
                        .putIfAbsent(path, new BytesColumn(List.copyOf(places), storage));
            }
            return;
        }
        for (int i = 0; i < field.childrenLength(); i++) {
            add(field.children(i), path + ".", type == Type.Struct_ ? places : null, depth + 1);
        }
    }

    private static Storage storage(byte type) {
        return switch (type) {
            case Type.Utf8, Type.Binary -> Storage.OFFSETS;
            case Type.LargeUtf8, Type.LargeBinary -> Storage.LONG_OFFSETS;
            case Type.Utf8View, Type.BinaryView -> Storage.VIEWS;
            case Type.Bool -> Storage.BIT;
            default -> null;
        };
    }

    /** Its buffers, without those of its children, and without the data of views, whose number each batch says. */
    private int count(Field field) {
        return switch (field.typeType()) {
            case Type.Null -> 0;
            case Type.RunEndEncoded -> oldLayout ? 1 : 0;
            case Type.Struct_, Type.FixedSizeList -> 1;
            case Type.Utf8, Type.Binary, Type.LargeUtf8, Type.LargeBinary, Type.ListView, Type.LargeListView -> 3;
            case Type.Union ->
                (oldLayout ? 1 : 0) + (((Union) field.type(new Union())).mode() == UnionMode.Dense ? 2 : 1);
            default -> 2; // validity, and values, views or offsets
        };
    }
}
