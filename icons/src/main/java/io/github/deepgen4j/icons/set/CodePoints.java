// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.set;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Code points of an emoji without what only varies it.
 *
 * @param thing in hexadecimal, joined by hyphens, without variation selectors and skin tones
 * @param tone 1 (light) to 5 (dark), 0 for none, {@link #MIXED} for people of different tones
 */
record CodePoints(String thing, int tone) {
    static final int MIXED = -1;

    private static final List<String> TONES = List.of("1f3fb", "1f3fc", "1f3fd", "1f3fe", "1f3ff");

    static CodePoints of(String hexadecimal) {
        String[] points = hexadecimal.toLowerCase(Locale.ROOT).split("-");
        List<Integer> tones = Stream.of(points)
                .map(TONES::indexOf)
                .filter(tone -> tone >= 0)
                .distinct()
                .toList();
        String thing = String.join(
                "-",
                Stream.of(points)
                        .filter(point -> !point.equals("fe0f") && !TONES.contains(point))
                        .toList());
        return new CodePoints(thing, tones.size() > 1 ? MIXED : tones.isEmpty() ? 0 : tones.getFirst() + 1);
    }
}
