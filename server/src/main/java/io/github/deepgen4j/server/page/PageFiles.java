// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.page;

import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Gzip;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.http.Router;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page at {@code /}: what lies in the repository is what is served, under addresses that hold the sum of all files,
 * so that browsers keep them for good and a new version is seen at once.
 */
public final class PageFiles {
    static final String INDEX = "index.html";

    /** All files but the index, which refers to them. */
    static final List<String> NAMES = List.of(
            "style.css",
            "icon.svg",
            "de.json",
            "en.json",
            "adapters.js",
            "api.js",
            "app.js",
            "codesnippets.js",
            "compare.js",
            "dialog.js",
            "dialogs.js",
            "draft.js",
            "drop.js",
            "estimate.js",
            "events.js",
            "form.js",
            "gallery.js",
            "icons.js",
            "jobs.js",
            "keyboard.js",
            "language.js",
            "login.js",
            "main.js",
            "maskbrush.js",
            "models.js",
            "picture.js",
            "prompt.js",
            "queue.js",
            "recipe.js",
            "references.js",
            "seed.js",
            "selection.js",
            "signals.js",
            "sizes.js",
            "slider.js",
            "stage.js",
            "theme.js",
            "toast.js",
            "zoom.js",
            "vendor/htm-preact.js",
            "vendor/signals-core.js",
            "vendor/LICENSES.txt");

    private static final String FOLDER = "/page/";

    private final Map<String, PageFile> files = new LinkedHashMap<>();
    private final PageFile index;
    private final String sum;

    public PageFiles() {
        NAMES.forEach(name -> files.put(name, PageFile.read(name)));
        PageFile written = PageFile.read(INDEX);
        Digest all = Digest.sha256().add(written.sum());
        files.values().forEach(file -> all.add(file.sum()));
        this.sum = all.hex().substring(0, 16);
        String html = new String(written.content(), StandardCharsets.UTF_8);
        String named = html.replace("=\"page/", "=\"" + FOLDER + sum + "/");
        this.index = PageFile.of(INDEX, named.getBytes(StandardCharsets.UTF_8));
    }

    public void addTo(Router router) {
        router.add("GET", "/", exchange -> send(exchange, index, "no-cache"))
                .add("GET", FOLDER + "{sum}/{name}", exchange -> file(exchange, exchange.variable("name")))
                .add(
                        "GET",
                        FOLDER + "{sum}/vendor/{name}",
                        exchange -> file(exchange, "vendor/" + exchange.variable("name")));
    }

    private void file(Exchange exchange, String name) {
        PageFile file = files.get(name);
        if (file == null || !exchange.variable("sum").equals(sum)) {
            throw Problem.notFound("the page has no such file; load it again");
        }
        send(exchange, file, "public, max-age=31536000, immutable");
    }

    private static void send(Exchange exchange, PageFile file, String caching) {
        boolean gzip = Gzip.takenBy(exchange);
        String tag = "\"" + file.sum() + (gzip ? "-gzip" : "") + "\"";
        exchange.setHeader("ETag", tag);
        exchange.setHeader("Cache-Control", caching);
        exchange.setHeader("Vary", "Accept-Encoding");
        if (exchange.header("If-None-Match").equals(Optional.of(tag))) {
            exchange.empty(304);
            return;
        }
        if (gzip) {
            exchange.setHeader("Content-Encoding", "gzip");
        }
        exchange.bytes(200, file.type(), gzip ? file.gzip() : file.content());
    }
}
