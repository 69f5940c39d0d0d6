// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import io.github.deepgen4j.model.files.ConfigException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The tree of a composed document: each alias becomes a copy of what it names, merge keys give their fields. */
final class Resolved {
    private static final int MOST_VALUES = 50_000; // aliases of aliases grow exponentially
    private static final Set<Tag> TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.MERGE);

    /** The place of a line. */
    interface Places {
        Place at(int line);
    }

    private final Places places;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;

    Resolved(Places places) {
        this.places = places;
    }

    YamlNode of(Node root) {
        return of(root, place(root));
    }

    private YamlNode of(Node node, Place place) {
        requireTag(node);
        if (++values > MOST_VALUES) {
            throw new ConfigException(
                    place + ": expected at most " + MOST_VALUES + " values, found more, aliases included");
        }
        if (!open.add(node)) {
            throw new ConfigException(place + ": an alias stands inside of what it names");
        }
        YamlNode resolved = switch (node) {
            case MappingNode mapping -> new YamlNode.Mapping(fields(mapping), place);
            case SequenceNode sequence -> {
                List<YamlNode> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(of(item, place(item))));
                yield new YamlNode.Sequence(items, place);
            }
            case ScalarNode scalar ->
                new YamlNode.Scalar(scalar.getValue(), !scalar.isPlain() || isEmptyText(scalar), place);
            default -> throw new ConfigException(place + ": expected a value, found " + node.getNodeType());
        };
        open.remove(node);
        return resolved;
    }

    private static boolean isEmptyText(ScalarNode scalar) {
        return scalar.getValue().isEmpty() && scalar.getTag().equals(Tag.STR);
    }

    private Map<String, YamlNode> fields(MappingNode mapping) {
        Map<String, YamlNode> own = new LinkedHashMap<>();
        Map<String, YamlNode> merged = new LinkedHashMap<>();
        Map<String, Place> keys = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new ConfigException(place + ": expected the name of a field, found a list or fields");
            }
            String name = key.getValue();
            Place earlier = keys.put(name, place);
            if (earlier != null) {
                throw new ConfigException("%s: %s is given twice, first in line %d"
                        .formatted(place, new YamlNode.Scalar(name, true, place).found(), earlier.line()));
            }
            if (name.equals("<<") && key.isPlain()) {
                merge(tuple.getValueNode(), place, merged);
            } else {
                own.put(name, of(tuple.getValueNode(), place));
            }
        }
        merged.forEach(own::putIfAbsent);
        return own;
    }

    /** The fields of one mapping, or of several of which earlier ones count. */
    private void merge(Node node, Place place, Map<String, YamlNode> into) {
        YamlNode value = of(node, place);
        List<YamlNode> all = value instanceof YamlNode.Sequence several ? several.items() : List.of(value);
        for (YamlNode each : all) {
            if (!(each instanceof YamlNode.Mapping fields)) {
                throw new ConfigException(place + ": << expected an alias of fields, found " + each.found());
            }
            fields.fields().forEach(into::putIfAbsent);
        }
    }

    private void requireTag(Node node) {
        if (!TAGS.contains(node.getTag())) {
            throw new ConfigException(place(node) + ": tags such as "
                    + node.getTag().getValue().replace("tag:yaml.org,2002:", "!!")
                    + " have no meaning here; text that begins with ! needs quotes");
        }
    }

    private Place place(Node node) {
        return places.at(node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    }
}
