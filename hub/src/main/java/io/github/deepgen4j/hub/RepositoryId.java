// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import java.util.regex.Pattern;

/**
 * The name of a model repository on the hub.
 *
 * @param text owner and name, for example {@code deepgenteam/DeepGen-1.0-diffusers}
 */
public record RepositoryId(String text) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][\\w.-]*/[A-Za-z0-9_][\\w.-]*");
    private static final int LONGEST = 96;

    /** @throws IllegalArgumentException if the hub could not have such a repository */
    public RepositoryId {
        if (!isOne(text)) {
            throw new IllegalArgumentException("repository: expected OWNER/NAME as on the hub, for example "
                    + Release.REPOSITORY + ", found " + text);
        }
    }

    /** True for a text in the form of a repository's name. */
    public static boolean isOne(String text) {
        return text != null
                && text.length() <= LONGEST
                && FORM.matcher(text).matches()
                && !text.contains("--")
                && !text.contains("..");
    }

    /** Its folder in the cache. */
    String folder() {
        return "models--" + text.replace("/", "--");
    }

    @Override
    public String toString() {
        return text;
    }
}
