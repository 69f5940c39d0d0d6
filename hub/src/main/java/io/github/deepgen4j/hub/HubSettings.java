// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.tensor.cache.Home;
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
        return of(System.getenv(), Home.folder());
    }

    /**
     * Reads variables.
     *
     * @param userHome the user's home folder, if it is known
     * @throws HubException if one of them cannot be, or the home folder is needed and not known
     */
    public static HubSettings of(Map<String, String> environment, Optional<Path> userHome) {
        var variables = new Variables(environment, userHome);
        Optional<Path> home = variables
                .path("HF_HOME")
                .or(() -> variables
                        .path("XDG_CACHE_HOME")
                        .or(() -> userHome.map(folder -> folder.resolve(".cache")))
                        .map(caches -> caches.resolve("huggingface")));
        Path cache = variables
                .path("HF_HUB_CACHE")
                .or(() -> variables.path("HUGGINGFACE_HUB_CACHE"))
                .or(() -> home.map(folder -> folder.resolve("hub")))
                .orElseThrow(HubSettings::unknownHome);
        return new HubSettings(
                endpoint(variables.text("HF_ENDPOINT").orElse("https://huggingface.co")),
                token(variables, home),
                cache,
                variables.flag("HF_HUB_OFFLINE") || variables.flag("TRANSFORMERS_OFFLINE"));
    }

    private static HubException unknownHome() {
        return new HubException("the home folder of this user is not known: set HOME or HF_HOME");
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

    private static Optional<String> token(Variables variables, Optional<Path> home) {
        Optional<String> given = variables.text("HF_TOKEN").or(() -> variables.text("HUGGING_FACE_HUB_TOKEN"));
        if (given.isPresent()) {
            return Optional.of(checked("HF_TOKEN", given.get()));
        }
        Optional<Path> found = variables
                .path("HF_TOKEN_PATH")
                .or(() -> home.map(folder -> folder.resolve("token")))
                .filter(file -> !variables.flag("HF_HUB_DISABLE_IMPLICIT_TOKEN") && Files.isRegularFile(file));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Path file = found.get();
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

    /** A text without the token, which a server may have repeated. */
    String withoutToken(String text) {
        return token.map(secret -> text.replace(secret, "***")).orElse(text);
    }

    /** Without the token, which belongs into no log. */
    @Override
    public String toString() {
        return "HubSettings[" + endpoint + ", " + (token.isPresent() ? "with" : "without") + " token, " + cache
                + (offline ? ", offline]" : "]");
    }

    private record Variables(Map<String, String> values, Optional<Path> userHome) {
        Optional<String> text(String name) {
            return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
        }

        Optional<Path> path(String name) {
            return text(name)
                    .map(text -> text.equals("~") || text.startsWith("~/")
                            ? userHome.orElseThrow(HubSettings::unknownHome)
                                    .resolve(text.substring(Math.min(2, text.length())))
                            : Path.of(text).toAbsolutePath());
        }

        boolean flag(String name) {
            return text(name)
                    .filter(text -> TRUE.contains(text.toUpperCase(Locale.ROOT)))
                    .isPresent();
        }
    }
}
