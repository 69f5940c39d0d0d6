// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.set;

import java.util.List;
import java.util.Map;

/**
 * A thing with its names.
 *
 * @param code its code points in hexadecimal, which all sets and languages know it by
 * @param names of each language: Unicode's name, then synonyms that at most two things share
 */
public record Thing(String code, Map<Language, List<String>> names) {
    public Thing {
        names = Map.copyOf(names);
    }

    /** Unicode's name in English. */
    public String name() {
        return names.get(Language.EN).getFirst();
    }

    /** The emoji itself. */
    public String symbol() {
        StringBuilder symbol = new StringBuilder();
        for (String point : code.split("-")) {
            symbol.appendCodePoint(Integer.parseInt(point, 16));
        }
        return symbol.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Thing thing && thing.code.equals(code);
    }

    @Override
    public int hashCode() {
        return code.hashCode();
    }
}
