// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The places of fields in a configuration file, for what is refused only after the file has been read. */
public final class Places {
    private Places() {}

    /**
     * A refusal with the place of the field that it names.
     *
     * @param refused with the whole name of a field, or none
     * @return the same refusal if it names no field of the file
     */
    public static ConfigException located(Path file, ConfigException refused) {
        if (refused.field().isEmpty()) {
            return refused;
        }
        YamlNode node = YamlReader.read(file);
        Place place = node.place();
        for (String name : refused.field().get().split("\\.")) {
            node = child(opened(node), name);
            if (node == null) {
                break;
            }
            place = node.place();
        }
        return new ConfigException(place + ": " + refused.getMessage(), refused);
    }

    /** Fields may stand in a file of their own. */
    private static YamlNode opened(YamlNode node) {
        return node instanceof YamlNode.Scalar name && Files.isRegularFile(Path.of(name.text()))
                ? YamlReader.read(Path.of(name.text()))
                : node;
    }

    private static YamlNode child(YamlNode node, String name) {
        return switch (node) {
            case YamlNode.Mapping mapping -> mapping.fields().get(name);
            case YamlNode.Sequence sequence -> item(sequence.items(), name);
            case YamlNode.Scalar _ -> null;
        };
    }

    private static YamlNode item(List<YamlNode> items, String number) {
        return number.matches("\\d{1,6}") && Integer.parseInt(number) < items.size()
                ? items.get(Integer.parseInt(number))
                : null;
    }
}
