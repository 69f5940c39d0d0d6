// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import io.github.deepgen4j.model.files.ConfigException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON in which one comma between two values is missing. */
final class MissingComma {
    private static final String QUOTED = "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"";

    /** Strings are passed over, with what stands before the next value. */
    private static final Pattern TOKEN = Pattern.compile("(" + QUOTED + "|[\\]}])(\\s*)(?=[\"\\[{])");

    private static final Pattern STRING = Pattern.compile(QUOTED);

    private MissingComma() {}

    /**
     * The text with the comma.
     *
     * @throws ConfigException if no comma is missing, or more than one
     */
    static String repaired(String json, String where) {
        int at = -1;
        int count = 0;
        Matcher token = TOKEN.matcher(json);
        for (int from = 0; from < json.length(); ) {
            boolean string = json.charAt(from) == '"';
            token.region(from, json.length()).useTransparentBounds(true);
            if (token.lookingAt()) {
                at = token.end(1);
                count++;
                from = token.end();
            } else {
                from = string ? endOfString(json, from) : from + 1;
            }
        }
        if (count != 1) {
            throw new ConfigException(where + ": expected JSON, or JSON in which one comma is missing, found neither");
        }
        return json.substring(0, at) + "," + json.substring(at);
    }

    private static int endOfString(String json, int from) {
        Matcher string = STRING.matcher(json).region(from, json.length());
        return string.lookingAt() ? string.end() : json.length();
    }
}
