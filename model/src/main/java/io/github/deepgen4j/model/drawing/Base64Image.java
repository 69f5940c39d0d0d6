// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.drawing;

import java.util.Base64;

/** Images that are given as text: base64, with or without the head of a data URL. Nothing is fetched. */
public final class Base64Image {
    private Base64Image() {}

    /** True for text that is an address elsewhere. */
    public static boolean address(String text) {
        return text.matches("(?is)(https?|file|ftp):.*");
    }

    /**
     * The bytes of the file.
     *
     * @throws IllegalArgumentException saying what is wrong, if it is an address or no base64
     */
    public static byte[] decode(String text) {
        if (address(text)) {
            throw new IllegalArgumentException("expected base64 or a data URL, found an address; none is fetched");
        }
        String base64 = text.startsWith("data:") ? text.substring(text.indexOf(',') + 1) : text;
        try {
            return Base64.getMimeDecoder().decode(strict(base64));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected base64, found text that is not: " + e.getMessage(), e);
        }
    }

    /** Line breaks are allowed, other characters that are not base64 are not. */
    private static String strict(String base64) {
        String text = base64.replaceAll("\\s", "").replace('-', '+').replace('_', '/');
        if (text.isEmpty() || !text.matches("[A-Za-z0-9+/]+={0,2}")) {
            throw new IllegalArgumentException(
                    text.isEmpty() ? "it is empty" : "it has characters that base64 has not");
        }
        return text;
    }
}
