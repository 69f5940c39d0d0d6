// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.drawing.DrawFields;
import io.github.deepgen4j.model.drawing.DrawRequest;
import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.drawing.FieldReader;
import io.github.deepgen4j.model.drawing.PictureFormat;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.engine.LoraFacts;
import io.github.deepgen4j.server.engine.ModelFacts;
import io.github.deepgen4j.server.http.FilePart;
import io.github.deepgen4j.server.http.Form;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a request to draw: OpenAI's fields and ours, from JSON and from forms alike. */
final class OrderReader {
    static final int MOST_REFERENCES = DrawRequest.MOST_REFERENCES;

    private static final int MOST_METADATA = 16;
    private static final int MOST_METADATA_TEXT = 512;
    private static final int MOST_TIMEOUT = 7 * 86_400;

    private final Models models;
    private final JobQueue queue;
    private final Caller caller;
    private final boolean ignoreUnknown;
    private final boolean fitsSizes;

    /** @param options say what is done with unknown fields, and with sizes that the model does not draw */
    OrderReader(Models models, JobQueue queue, Caller caller, ApiOptions options) {
        this.models = models;
        this.queue = queue;
        this.caller = caller;
        this.ignoreUnknown = options.ignoreUnknown();
        this.fitsSizes = options.fitSizes();
    }

    /** The endpoint that a request came to; the fields that give images differ. */
    enum Endpoint {
        GENERATIONS,
        EDITS,
        JOBS
    }

    /** @throws Problem saying which field is wrong */
    Order read(Form form, Endpoint endpoint) {
        var fields = form.reader();
        Optional<String> kind =
                endpoint == Endpoint.JOBS ? fields.word("kind", List.of("generate", "edit")) : Optional.empty();
        Engine engine = models.find(fields.text("model").filter(name -> !name.isEmpty()));
        ModelFacts facts = models.facts(engine);
        List<byte[]> references = references(fields, form, endpoint);
        Optional<byte[]> mask = mask(fields, form, endpoint);
        requireImages(endpoint, kind, references, mask);
        var drawn = new DrawFields(fields);
        DrawSettings asked = settings(drawn, facts);
        DrawSettings settings = fitting(asked, facts, engine.name());
        Order.Output output = output(fields, drawn);
        Order order = new Order(
                engine,
                new DrawRequest(settings, references, mask),
                !drawn.seeded(),
                drawn.quality(),
                asked.size().filter(size -> !settings.size().equals(Optional.of(size))),
                output,
                fields.word(
                                "priority",
                                Stream.of(Priority.values()).map(Priority::text).toList())
                        .flatMap(Priority::of)
                        .orElse(Priority.NORMAL),
                fields.text("user")
                        .filter(user -> !user.isEmpty())
                        .map(OrderReader::hash)
                        .orElse(""),
                fields.integer("timeout", 1, MOST_TIMEOUT).orElse(0),
                metadata(fields),
                drawn.ignored());
        unsupported(fields);
        return refuseUnknown(fields, order);
    }

    private Order refuseUnknown(FieldReader fields, Order order) {
        List<String> unknown = fields.unknown();
        if (unknown.isEmpty()) {
            return order;
        }
        if (!ignoreUnknown) {
            String name = unknown.getFirst();
            throw Problem.invalid(
                    "unknown_parameter",
                    name,
                    "%s is not known; did you mean %s?".formatted(name, fields.nearest(name)));
        }
        List<String> ignored =
                Stream.concat(order.ignored().stream(), unknown.stream()).toList();
        return order.withIgnored(ignored);
    }

    /** Users are told apart, not known. */
    private static String hash(String user) {
        return Digest.sha256().add(user).hex().substring(0, 16);
    }

    // ---- images ----

    private List<byte[]> references(FieldReader fields, Form form, Endpoint endpoint) {
        var given = new GivenImages(queue, caller);
        List<byte[]> images = new ArrayList<>();
        for (FilePart part : form.files()) {
            if (part.name().matches("(image|images|references|ref_images)(\\[[0-9]{0,4}])?")) {
                images.add(part.content());
            } else if (!part.name().equals("mask")) {
                throw Problem.invalid(
                        "unknown_parameter",
                        part.name(),
                        part.name() + " is not known as an image; did you mean image[]?");
            }
        }
        if (endpoint == Endpoint.GENERATIONS && !images.isEmpty()) {
            throw Problem.invalid(
                    "unknown_parameter", "image", "image is not known here; edits are made at /v1/images/edits");
        }
        Stream<Optional<JsonNode>> texts = endpoint == Endpoint.GENERATIONS
                ? Stream.of(fields.tree("references", "ref_images"))
                : Stream.of(fields.tree("references", "ref_images"), fields.tree("images"), fields.tree("image"));
        texts.flatMap(Optional::stream).forEach(value -> images.addAll(given.all("images", value)));
        if (images.size() > MOST_REFERENCES) {
            throw Problem.invalid(
                    "invalid_value",
                    "image",
                    "image expected at most %d images, found %d".formatted(MOST_REFERENCES, images.size()));
        }
        return images;
    }

    private Optional<byte[]> mask(FieldReader fields, Form form, Endpoint endpoint) {
        if (endpoint == Endpoint.GENERATIONS) {
            return Optional.empty();
        }
        List<byte[]> files = form.files().stream()
                .filter(part -> part.name().equals("mask"))
                .map(FilePart::content)
                .toList();
        if (files.size() > 1) {
            throw Problem.invalid("conflicting_parameters", "mask", "mask expected one image, found " + files.size());
        }
        Optional<byte[]> text = fields.tree("mask").map(value -> new GivenImages(queue, caller).one("mask", value));
        return files.stream().findFirst().or(() -> text);
    }

    private static void requireImages(
            Endpoint endpoint, Optional<String> kind, List<byte[]> references, Optional<byte[]> mask) {
        boolean edit = endpoint == Endpoint.EDITS || kind.equals(Optional.of("edit")) || mask.isPresent();
        if (edit && references.isEmpty()) {
            throw Problem.invalid("missing_parameter", "image", "image expected at least one image, found none");
        }
        if (kind.equals(Optional.of("generate")) && !references.isEmpty()) {
            throw Problem.invalid("conflicting_parameters", "kind", "kind expected edit with images, found generate");
        }
    }

    // ---- what is drawn ----

    private DrawSettings settings(DrawFields drawn, ModelFacts facts) {
        return drawn.settings(
                facts.steps(),
                Math.min(DrawFields.MOST_STEPS, caller.limits().steps()),
                Math.min(DrawFields.MOST_COUNT, caller.limits().count()));
    }

    /** With what the model has for it: a size that it draws, and adapters. */
    private DrawSettings fitting(DrawSettings asked, ModelFacts facts, String model) {
        var sizes = DrawableSizes.of(facts, caller.limits().pixels());
        DrawSettings settings = fitsSizes ? asked.withSize(asked.size().map(sizes::fit)) : asked;
        settings.size().ifPresent(sizes::require);
        return settings.withLora(settings.lora().stream()
                .map(each -> offered(each, facts, model))
                .toList());
    }

    /** Adapters that the model has, with their strength. */
    private static ChosenAdapter offered(ChosenAdapter chosen, ModelFacts facts, String model) {
        List<String> names = facts.loras().stream().map(LoraFacts::name).toList();
        LoraFacts lora = facts.lora(chosen.name())
                .orElseThrow(() -> Problem.invalid(
                        "invalid_value",
                        "lora",
                        names.isEmpty()
                                ? "lora expected none: model %s was given no adapters that fit it, found %s"
                                        .formatted(model, shown(chosen.name()))
                                : "lora expected one of %s for model %s, found %s; did you mean %s?"
                                        .formatted(
                                                String.join(", ", names),
                                                model,
                                                shown(chosen.name()),
                                                FieldReader.nearest(chosen.name(), names))));
        return ChosenAdapter.of(lora.name(), chosen.strength().orElse(lora.scale()));
    }

    private static String shown(String name) {
        return FieldReader.shown(JsonNode.of(name));
    }

    // ---- how it is answered ----

    private static Order.Output output(FieldReader fields, DrawFields drawn) {
        PictureFormat format = drawn.format();
        fields.word("background", List.of("auto", "opaque", "transparent")).ifPresent(word -> {
            if (word.equals("transparent")) {
                throw Problem.invalid(
                        "unsupported_value", "background", "background expected auto or opaque, found transparent");
            }
        });
        return new Order.Output(
                format.format(),
                format.compression(),
                fields.word("response_format", List.of("b64_json", "url"))
                        .orElse("b64_json")
                        .equals("url"),
                fields.truth("stream").orElse(false),
                fields.integer("partial_images", 0, 3).orElse(0),
                fields.truth("progress").orElse(false));
    }

    private static Map<String, String> metadata(FieldReader fields) {
        Map<String, String> metadata = new LinkedHashMap<>();
        fields.tree("metadata").ifPresent(given -> {
            if (!given.isObject() || given.size() > MOST_METADATA) {
                throw fields.wrong("metadata", "an object of at most " + MOST_METADATA + " texts", given);
            }
            given.forEachEntry((name, text) -> {
                if (!text.isString()
                        || text.stringValue().length() > MOST_METADATA_TEXT
                        || name.length() > MOST_METADATA_TEXT) {
                    throw fields.wrong("metadata", "texts of at most " + MOST_METADATA_TEXT + " characters", text);
                }
                metadata.put(name, text.stringValue());
            });
        });
        return metadata;
    }

    /** Refuses what the pipeline does not do: saying so is better than drawing something else. */
    private static void unsupported(FieldReader fields) {
        fields.tree("scheduler").ifPresent(given -> {
            if (!given.path("type").asString().equals("euler") || given.hasNonNull("shift")) {
                throw Problem.invalid(
                        "unsupported_value",
                        "scheduler",
                        "scheduler expected {\"type\": \"euler\"}, found " + FieldReader.shown(given));
            }
        });
    }
}
