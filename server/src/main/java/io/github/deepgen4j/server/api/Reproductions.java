// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.drawing.DrawRequest;
import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.queue.Job;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.NewJob;
import io.github.deepgen4j.server.queue.Picture;
import io.github.deepgen4j.server.queue.Priority;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes jobs that draw pictures again, from the jobs that drew them while those are kept, else from their recipes. */
final class Reproductions {
    private final Models models;
    private final JobQueue queue;
    private final Orders orders;
    private final PictureFiles files;

    Reproductions(Models models, JobQueue queue, Orders orders, PictureFiles files) {
        this.models = models;
        this.queue = queue;
        this.orders = orders;
        this.files = files;
    }

    /**
     * The job that draws a picture again.
     *
     * @param exchange the request that asks for it
     * @throws Problem if this server cannot, saying what it lacks
     */
    NewJob job(Exchange exchange, Caller caller, Picture picture) {
        byte[] png = files.png(picture);
        Recipe recipe = recipe(picture, png);
        Engine engine = engine(picture, recipe);
        DrawRequest drawn = queue.find(caller.key(), picture.job())
                .map(job -> request(picture, job))
                .orElseGet(() -> request(picture, recipe));
        DrawRequest request = drawn.withSettings(drawn.settings()
                .withLora(Models.chosen(models.facts(engine), recipe).orElse(List.of())));
        requireSteps(caller, request.settings());
        var order = new Order(
                engine,
                request,
                false,
                "auto",
                Optional.empty(),
                new Order.Output(OutputFormat.PNG, 100, false, false, 0, false),
                Priority.NORMAL,
                "",
                0,
                Map.of(),
                List.of());
        return orders.job(exchange, caller, order, orders.settle(order), false, Optional.empty())
                .withExtra(Reproduction.FIELD, Reproduction.of(picture, png).kept());
    }

    private static Recipe recipe(Picture picture, byte[] png) {
        String name = "picture " + picture.id();
        try {
            Recipe recipe = Recipe.of(ImageText.read(png, name), name);
            if (!recipe.fromSeed()) {
                throw Problem.invalid(
                        "unsupported_value",
                        "id",
                        "%s expected noise of its seed, found %s; use deepgen reproduce"
                                .formatted(name, recipe.noise()));
            }
            return recipe;
        } catch (ConfigException e) {
            throw Problem.invalid("invalid_image", "id", e.getMessage());
        }
    }

    private Engine engine(Picture picture, Recipe recipe) {
        Optional<Engine> engine = models.drawing(recipe, picture.model());
        if (engine.isEmpty()) {
            models.engines().forEach(models::facts); // one that is being loaded may be it
        }
        return engine.orElseThrow(() -> new Problem(
                404,
                "invalid_request_error",
                "model_not_found",
                "id",
                ("picture %s was drawn by %s with weights %s in %s, this server has %s; start it with those"
                                + " (-m, --lora, --dtype)")
                        .formatted(
                                picture.id(),
                                picture.model(),
                                recipe.fingerprint(),
                                recipe.arithmetic(),
                                models.weights())));
    }

    /** As its job drew it: with the speed by name, and with the images as they were given. */
    private DrawRequest request(Picture picture, Job job) {
        List<byte[]> references =
                job.references().stream().map(sum -> input(picture, sum)).toList();
        return new DrawRequest(
                job.settings().ofImage(picture.number()), references, job.mask().map(sum -> input(picture, sum)));
    }

    private byte[] input(Picture picture, String sum) {
        return queue.input(sum).orElseThrow(() -> gone(picture, "the images that it was made from"));
    }

    /** From its recipe alone, which has neither references nor the speed by name. */
    private static DrawRequest request(Picture picture, Recipe recipe) {
        if (recipe.edits()) {
            throw gone(picture, "the images that it was made from");
        }
        if (!recipe.shortcuts().isExact()) {
            throw gone(picture, "the speed that it was drawn with");
        }
        return new DrawRequest(DrawSettings.of(recipe), List.of(), Optional.empty());
    }

    private static Problem gone(Picture picture, String what) {
        return Problem.refused(
                410,
                "expired",
                "picture %s cannot be drawn again here: %s went with its job (--keep-jobs); use deepgen reproduce"
                        .formatted(picture.id(), what));
    }

    private static void requireSteps(Caller caller, DrawSettings settings) {
        int most = caller.limits().steps();
        if (settings.steps() > most) {
            throw Problem.invalid(
                    "invalid_value",
                    "steps",
                    "steps expected at most %d for this key, the picture has %d".formatted(most, settings.steps()));
        }
    }
}
