// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.http;

import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.model.json.JsonNode;
import java.util.List;

/** Boxes and numbers in answers and questions. */
final class Fields {
    /** No side of an image is longer. */
    private static final int FARTHEST = 100_000;

    private Fields() {}

    static Box box(EngineService service, JsonNode box) {
        if (box.size() != 4
                || !box.stream().allMatch(side -> isFinite(side) && Math.abs(side.doubleValue()) <= FARTHEST)) {
            throw service.wrong("a box of four numbers up to " + FARTHEST, box);
        }
        float[] sides = new float[4];
        int i = 0;
        for (JsonNode side : box) {
            sides[i++] = (float) side.doubleValue();
        }
        return new Box(sides[0], sides[1], sides[2], sides[3]);
    }

    static List<Float> box(Box box) {
        return List.of(box.left(), box.top(), box.right(), box.bottom());
    }

    static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    /** The strings of an array that must have a certain length. */
    static List<String> texts(EngineService service, JsonNode array, int length) {
        if (!array.isArray() || array.size() != length || !array.stream().allMatch(JsonNode::isString)) {
            throw service.wrong("a list of " + length + " words", array);
        }
        return array.stream().map(JsonNode::stringValue).toList();
    }
}
