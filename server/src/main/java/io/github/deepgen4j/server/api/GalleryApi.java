// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Form;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.http.Router;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.Page;
import io.github.deepgen4j.server.queue.Picture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /deepgen/v1/images}: the caller's finished pictures. */
final class GalleryApi {
    private static final String IMAGES = "/deepgen/v1/images";
    private static final int MOST_TITLE = 512;

    private final Access access;
    private final Models models;
    private final JobQueue queue;
    private final JobsApi jobs;
    private final Reproductions reproductions;
    private final SignedUrls urls;

    GalleryApi(
            Access access, Models models, JobQueue queue, JobsApi jobs, Reproductions reproductions, SignedUrls urls) {
        this.access = access;
        this.models = models;
        this.queue = queue;
        this.jobs = jobs;
        this.reproductions = reproductions;
        this.urls = urls;
    }

    void addTo(Router router) {
        router.add("GET", IMAGES, this::list)
                .add("GET", IMAGES + "/{id}", this::get)
                .add("GET", IMAGES + "/{id}/recipe", exchange -> jobs.sendRecipe(exchange, picture(exchange)))
                .add("GET", IMAGES + "/{id}/thumbnail", exchange -> jobs.sendThumbnail(exchange, picture(exchange)))
                .add("PATCH", IMAGES + "/{id}", this::patch)
                .add("DELETE", IMAGES + "/{id}", this::delete)
                .add("POST", IMAGES + "/inspect", this::inspect)
                .add("POST", IMAGES + "/{id}/reproduce", this::reproduce)
                .add("GET", SignedUrls.PATH + "{id}", this::signed);
    }

    private void list(Exchange exchange) {
        Caller caller = access.caller(exchange, "gallery");
        Page page = JobsApi.page(exchange);
        List<Picture> pictures = queue.gallery()
                .list(
                        caller.key(),
                        exchange.query("q"),
                        exchange.query("model"),
                        exchange.query("favourite").map(Boolean::parseBoolean),
                        page);
        exchange.json(
                200,
                JobsApi.listed(
                        pictures.stream().map(GalleryApi::json).toList(),
                        page,
                        pictures.isEmpty() ? "" : pictures.getLast().id()));
    }

    private static JsonNode json(Picture picture) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", picture.id());
        fields.put("object", "image");
        fields.put("job", picture.job());
        fields.put("index", picture.number());
        fields.put("model", picture.model());
        fields.put("prompt", picture.prompt());
        fields.put("seed", picture.seed());
        fields.put("width", picture.width());
        fields.put("height", picture.height());
        fields.put("sha256", picture.sha256());
        fields.put("bytes", picture.bytes());
        fields.put("seconds", picture.seconds());
        fields.put("favourite", picture.favourite());
        fields.put("title", picture.title());
        fields.put("created_at", JobJson.time(picture.created()));
        fields.put("url", IMAGES + "/" + picture.id());
        return JsonNode.of(fields);
    }

    private Picture picture(Exchange exchange) {
        return picture(exchange, access.caller(exchange, "gallery"));
    }

    private Picture picture(Exchange exchange, Caller caller) {
        String id = exchange.variable("id");
        return queue.gallery()
                .find(caller.key(), id)
                .orElseThrow(() -> Problem.notFound("there is no picture " + JobsApi.shortened(id)));
    }

    private void get(Exchange exchange) {
        jobs.send(exchange, picture(exchange), JobsApi.format(exchange), 100);
    }

    private void patch(Exchange exchange) {
        Picture picture = picture(exchange);
        var fields = exchange.form().reader();
        Optional<Boolean> favourite = fields.truth("favourite");
        Optional<String> title = fields.text("title");
        if (!fields.unknown().isEmpty() || title.orElse("").length() > MOST_TITLE) {
            throw Problem.invalid(
                    "invalid_value",
                    "title",
                    "a picture expected favourite, or a title of at most %d characters, to be changed"
                            .formatted(MOST_TITLE));
        }
        Picture changed = picture.with(favourite.orElse(picture.favourite()), title.orElse(picture.title()));
        queue.gallery().update(changed);
        exchange.json(200, json(changed));
    }

    private void delete(Exchange exchange) {
        queue.gallery().erase(picture(exchange));
        exchange.empty(204);
    }

    /** The recipe in a file, and whether this server has the model that drew it. */
    private void inspect(Exchange exchange) {
        access.caller(exchange, "gallery");
        Form form = exchange.form();
        if (form.files().isEmpty()) {
            throw Problem.invalid("missing_parameter", "image", "image expected a file, found none");
        }
        try {
            Map<String, String> text = ImageText.read(form.files().getFirst().content(), "image");
            Recipe recipe = Recipe.of(text, "image");
            boolean here = models.drawing(recipe, "").isPresent();
            exchange.json(
                    200,
                    JsonNode.object()
                            .put("recipe", Json.read(text.get(Recipe.KEY)))
                            .put("reproducible", here && recipe.fromSeed()));
        } catch (ImageException | ConfigException e) {
            throw Problem.invalid("invalid_image", "image", e.getMessage());
        }
    }

    /** A job that draws a picture again and says whether it is the same. */
    private void reproduce(Exchange exchange) {
        Caller caller = access.caller(exchange, "gallery", "jobs");
        Picture picture = picture(exchange, caller);
        if (exchange.body().length > 0) {
            throw Problem.invalid(
                    "invalid_value", "", "body expected nothing: a picture is drawn again as it was, found something");
        }
        jobs.submit(exchange, caller, reproductions.job(exchange, caller, picture));
    }

    /** A picture by its signed address, for whoever has that. */
    private void signed(Exchange exchange) {
        String format = exchange.query("format").orElse("");
        String quality = exchange.query("quality").orElse("");
        String expires = exchange.query("expires").orElse("");
        if (!format.matches("png|jpeg|webp") || !quality.matches("[0-9]{1,3}") || !expires.matches("[0-9]{1,12}")) {
            throw Problem.notFound("there is no such file");
        }
        String id = exchange.variable("id");
        urls.require(
                id,
                format,
                Integer.parseInt(quality),
                Long.parseLong(expires),
                exchange.query("signature").orElse(""));
        Picture picture = queue.gallery().find(id).orElseThrow(() -> Problem.notFound("there is no such file"));
        OutputFormat output = OutputNames.parse(format);
        jobs.send(exchange, picture, output, Integer.parseInt(quality));
    }
}
