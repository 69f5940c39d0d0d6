// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The hub's address and the user's set-up for it, from the variables that Python's {@code huggingface_hub}
 * reads.
 *
 * @param endpoint address of the hub without a final slash: {@code HF_ENDPOINT}
 * @param token    the user's key: {@code HF_TOKEN}, or the file that {@code hf auth login} writes
 * @param cache    the cache folder: {@code HF_HUB_CACHE}, or {@code hub} in {@code HF_HOME}
 * @param offline  {@code HF_HUB_OFFLINE}: use what is there and ask nobody
 */
public record HubSettings(URI endpoint, Optional<String> token, Path cache, boolean offline) {
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");

    /** Reads the variables of this process. */
    public static HubSettings ofProcess() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * Reads variables.
     *
     * @throws HubException if one of them cannot be
     */
    public static HubSettings of(Map<String, String> environment, Path userHome) {
        var variables = new Variables(environment, userHome);
        Path home = variables
                .path("HF_HOME")
                .orElseGet(() -> variables
                        .path("XDG_CACHE_HOME")
                        .orElse(userHome.resolve(".cache"))
                        .resolve("huggingface"));
        Path cache = variables
                .path("HF_HUB_CACHE")
                .or(() -> variables.path("HUGGINGFACE_HUB_CACHE"))
                .orElse(home.resolve("hub"));
        return new HubSettings(
                endpoint(variables.text("HF_ENDPOINT").orElse("https://huggingface.co")),
                token(variables, home),
                cache,
                variables.flag("HF_HUB_OFFLINE") || variables.flag("TRANSFORMERS_OFFLINE"));
    }

    private static URI endpoint(String text) {
        try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            if (uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new HubException("HF_ENDPOINT: not an address: " + e.getReason(), e);
        }
        // What was found is not repeated: it may hold a password.
        throw new HubException("HF_ENDPOINT: expected https://HOST, without a user and a query");
    }

    private static Optional<String> token(Variables variables, Path home) {
        Optional<String> given = variables.text("HF_TOKEN").or(() -> variables.text("HUGGING_FACE_HUB_TOKEN"));
        if (given.isPresent()) {
            return Optional.of(checked("HF_TOKEN", given.get()));
        }
        Path file = variables.path("HF_TOKEN_PATH").orElse(home.resolve("token"));
        if (variables.flag("HF_HUB_DISABLE_IMPLICIT_TOKEN") || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(checked(file.toString(), text));
        } catch (IOException e) {
            throw new HubException(file + ": the token cannot be read (" + e + ")", e);
        }
    }

    /** A token goes into a header, whose own check would print it. */
    private static String checked(String where, String token) {
        if (!PRINTABLE.matcher(token).matches()) {
            throw new HubException(where + ": expected a token of printable characters in one line");
        }
        return token;
    }

    /** Without the token, which belongs into no log. */
    @Override
    public String toString() {
        return "HubSettings[" + endpoint + ", " + (token.isPresent() ? "with" : "without") + " token, " + cache
                + (offline ? ", offline]" : "]");
    }

    private record Variables(Map<String, String> values, Path userHome) {
        Optional<String> text(String name) {
            return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
        }

        Optional<Path> path(String name) {
            return text(name)
                    .map(text -> text.equals("~") || text.startsWith("~/")
                            ? userHome.resolve(text.substring(Math.min(2, text.length())))
                            : Path.of(text).toAbsolutePath());
        }

        boolean flag(String name) {
            return text(name)
                    .filter(text -> TRUE.contains(text.toUpperCase(Locale.ROOT)))
                    .isPresent();
        }
    }
}
