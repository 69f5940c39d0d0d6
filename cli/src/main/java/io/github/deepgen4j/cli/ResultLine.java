// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.model.pipeline.Seed;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Tells of an image that was written: its name or a JSON object on standard output, the rest on stderr. */
record ResultLine(boolean json, boolean imageOnOutput, PrintWriter err) {
    private static final JsonMapper JSON = new JsonMapper();

    void print(String name, Generated image) {
        if (json) {
            System.out.println(JSON.writeValueAsString(object(name, image)));
            return;
        }
        Recipe made = image.recipe();
        err.println(String.format(
                Locale.ROOT,
                "%s: seed %s, %dx%d, %.1f s",
                name,
                Seed.text(made.seed()),
                made.width(),
                made.height(),
                image.seconds()));
        if (!imageOnOutput) {
            System.out.println(name);
        }
    }

    /** The fields of the JSON object. */
    static Map<String, Object> object(String name, Generated image) {
        Recipe made = image.recipe();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("file", name);
        line.put("seed", new BigInteger(Seed.text(made.seed())));
        line.put("width", made.width());
        line.put("height", made.height());
        line.put("seconds", image.seconds());
        return line;
    }
}
