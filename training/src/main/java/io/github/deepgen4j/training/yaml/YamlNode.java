// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A value of a YAML document, aliases and merge keys resolved; a value of a field has the place of its key. */
public sealed interface YamlNode {
    Place place();

    /** The value as messages show it, in one line. */
    String found();

    /** @param quoted the text stands for itself, whatever it looks like */
    record Scalar(String text, boolean quoted, Place place) implements YamlNode {
        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
        private static final int SHOWN = 80;

        boolean isNull() {
            return !quoted && NULLS.contains(text);
        }

        @Override
        public String found() {
            if (isNull()) {
                return "nothing";
            }
            String plain = text.replaceAll("\\p{Cntrl}", " ");
            return plain.isBlank()
                    ? "\"" + plain + "\""
                    : plain.length() > SHOWN ? plain.substring(0, SHOWN) + "..." : plain;
        }
    }

    /** @param items may be changed */
    record Sequence(List<YamlNode> items, Place place) implements YamlNode {
        @Override
        public String found() {
            return "a list";
        }
    }

    /** @param fields in the order of the document; may be changed */
    record Mapping(Map<String, YamlNode> fields, Place place) implements YamlNode {
        @Override
        public String found() {
            return "fields " + fields.keySet();
        }
    }
}
