// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.set;

/**
 * One drawing of a thing.
 *
 * @param thing code points of the thing in hexadecimal, without skin tone: {@code 1f44b}
 * @param style the prefix of its set: {@code noto}
 * @param tone skin tone, 1 (light) to 5 (dark), 0 for none
 * @param name in its set: {@code waving-hand}
 * @param svg the whole document
 */
public record Icon(String thing, String style, int tone, String name, String svg) {
    /** Thing, skin tone and style in one word, as detectors call it: {@code 1f44b/2/noto}. */
    public String label() {
        return label(thing, tone, style);
    }

    /** The {@link #label()} of such a drawing. */
    public static String label(String thing, int tone, String style) {
        return thing + "/" + tone + "/" + style;
    }

    @Override
    public String toString() {
        return style + ":" + name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Icon icon && icon.name.equals(name) && icon.style.equals(style);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + style.hashCode();
    }
}
