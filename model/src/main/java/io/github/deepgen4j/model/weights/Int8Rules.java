// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The choice of the matrices that int8 takes: all that are multiplied, but for those that suffer most, which
 * {@code int8-dense.txt} lists with the measured reason.
 *
 * @param dense patterns of whole names, component first ({@code transformer/proj_out.weight})
 */
public record Int8Rules(List<Pattern> dense) {
    /** Ends the name of the scales of an int8 weight: {@code proj_out.weight} has {@code proj_out.weight_scale}. */
    public static final String SCALE = "_scale";

    /** Those of {@code int8-dense.txt}. */
    public static final Int8Rules DEFAULT = read("int8-dense.txt");

    private static final String COMMENT = "#";

    private static Int8Rules read(String resource) {
        try (InputStream in = Int8Rules.class.getResourceAsStream(resource)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /** Reads a list: a pattern a line, then {@code #} and a reason; lines without a pattern say nothing. */
    static Int8Rules parse(String text) {
        return new Int8Rules(text.lines()
                .map(line -> line.split(COMMENT, 2)[0].strip())
                .filter(line -> !line.isEmpty())
                .map(Pattern::compile)
                .toList());
    }

    /** True if int8 takes this matrix of a component. */
    public boolean takes(Component component, String name) {
        String whole = component.folder() + "/" + name;
        return dense.stream().noneMatch(pattern -> pattern.matcher(whole).matches());
    }
}
