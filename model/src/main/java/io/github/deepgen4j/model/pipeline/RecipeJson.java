// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.sampling.GuidanceInterval;
import io.github.deepgen4j.model.sampling.ReferenceReuse;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.sampling.StepReuse;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import io.github.deepgen4j.tensor.DType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The JSON of a {@link Recipe}: one object with exactly the fields that {@link #write} names; {@code lora},
 * {@code mask}, {@code guidance_interval}, {@code reuse}, {@code references_every} and {@code linear_layers} are absent
 * where there is none.
 */
final class RecipeJson {
    private static final String INTERVAL = "guidance_interval";
    private static final String REUSE = "reuse";
    private static final String REFERENCES = "references_every";
    private static final String OLD_MODE = "MEAN"; // before 0.1
    private static final String INT8 = "INT8"; // quantised when the model was opened

    private final JsonNode object;
    private final Set<String> unread;

    private RecipeJson(JsonNode object) {
        this.object = object;
        this.unread = new LinkedHashSet<>(object.propertyNames());
    }

    static String write(Recipe recipe) {
        JsonNode json = JsonNode.object()
                .put("version", recipe.version())
                .put("model", recipe.model())
                .put("fingerprint", recipe.fingerprint())
                .put("dtype", recipe.dtype())
                .put("buffers", recipe.constants())
                .put("prompt", recipe.prompt())
                .put("negative", recipe.negative())
                .put("seed", new BigInteger(Seed.text(recipe.seed())))
                .put("steps", recipe.steps())
                .put("guidance", recipe.guidance())
                .put("skip_layers", recipe.skipLayers())
                .put("skip_layers_scale", recipe.skipLayersScale())
                .put("width", recipe.width())
                .put("height", recipe.height())
                .put("noise", recipe.noise())
                .put(
                        "references",
                        recipe.references().stream().map(RecipeJson::of).toList())
                .put("resize", recipe.resize())
                .put("image_size", recipe.imageSize())
                .put("posterior", recipe.posterior());
        if (!recipe.lora().isEmpty()) {
            json.put("lora", recipe.lora().stream().map(RecipeJson::of).toList());
        }
        if (!recipe.mask().isEmpty()) {
            json.put("mask", recipe.mask().stream().map(RecipeJson::of).toList());
        }
        GuidanceInterval interval = recipe.shortcuts().guidance();
        if (!interval.equals(GuidanceInterval.ALL)) {
            json.put(INTERVAL, List.of(interval.from(), interval.to()));
        }
        if (!recipe.shortcuts().reuse().equals(StepReuse.NONE)) {
            json.put(REUSE, recipe.shortcuts().reuse().toString());
        }
        ReferenceReuse references = recipe.shortcuts().references();
        if (!references.equals(ReferenceReuse.NONE)) {
            json.put(REFERENCES, references.every());
        }
        if (recipe.int8()) {
            json.put("linear_layers", INT8);
        }
        return json.toString();
    }

    private static JsonNode of(Recipe.Lora lora) {
        return JsonNode.object()
                .put("file", lora.file())
                .put("sha256", lora.sha256())
                .put("strength", lora.strength());
    }

    private static JsonNode of(Recipe.Reference reference) {
        return JsonNode.object().put("file", reference.file()).put("sha256", reference.sha256());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws tools.jackson.core.JacksonException if it is no JSON
     * @throws IllegalArgumentException naming the first field that is absent, not known or of another type
     */
    static Recipe read(String text) {
        RecipeJson json = new RecipeJson(object(Json.read(text)));
        Recipe recipe = new Recipe(
                json.text("version"),
                json.text("model"),
                json.text("fingerprint"),
                json.constant("dtype", DType.class),
                json.constant("buffers", ConstantPrecision.class),
                json.text("prompt"),
                json.text("negative"),
                json.seed(),
                json.integer("steps"),
                json.number("guidance"),
                json.integers("skip_layers"),
                json.number("skip_layers_scale"),
                json.integer("width"),
                json.integer("height"),
                json.text("noise"),
                json.references("references"),
                json.constant("resize", ResizeRule.class),
                json.integer("image_size"),
                json.posterior(),
                json.object.has("lora") ? json.lora() : List.of(),
                json.object.has("mask") ? json.references("mask") : List.of(),
                json.shortcuts(),
                json.object.has("linear_layers") && json.int8());
        json.requireAllRead();
        return recipe;
    }

    private static JsonNode object(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("expected an object, found a JSON " + node.kind());
        }
        return node;
    }

    private JsonNode field(String name, String expected, Predicate<JsonNode> fits) {
        unread.remove(name);
        JsonNode value = object.path(name);
        if (!fits.test(value)) {
            throw new IllegalArgumentException("field '" + name + "' expected " + expected + ", found "
                    + (value.isMissingNode() ? "no such field" : "a JSON " + value.kind()));
        }
        return value;
    }

    private void requireAllRead() {
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException("field '" + unread.iterator().next() + "' is not known");
        }
    }

    private String text(String name) {
        return field(name, "a string", JsonNode::isString).stringValue();
    }

    private int integer(String name) {
        return field(name, "a whole number", JsonNode::canConvertToInt).intValue();
    }

    private double number(String name) {
        return field(name, "a number", JsonNode::isNumber).doubleValue();
    }

    private long seed() {
        JsonNode seed = field("seed", "a whole number", JsonNode::isIntegralNumber);
        return seed.canConvertToLong() ? seed.longValue() : Seed.parse(seed.asString());
    }

    private Set<Integer> integers(String name) {
        Set<Integer> integers = new LinkedHashSet<>();
        for (JsonNode item : field(name, "an array of whole numbers", JsonNode::isArray)) {
            if (!item.canConvertToInt()) {
                throw new IllegalArgumentException(
                        "field '" + name + "' expected whole numbers, found a JSON " + item.kind());
            }
            integers.add(item.intValue());
        }
        return integers;
    }

    private boolean int8() {
        String type = text("linear_layers");
        if (!type.equals(INT8)) {
            throw new IllegalArgumentException("field 'linear_layers' expected " + INT8 + ", found '" + type + "'");
        }
        return true;
    }

    private <E extends Enum<E>> E constant(String name, Class<E> type) {
        return Enum.valueOf(type, text(name));
    }

    private PosteriorDraw posterior() {
        String posterior = text("posterior");
        return posterior.equals(OLD_MODE) ? PosteriorDraw.MODE : PosteriorDraw.valueOf(posterior);
    }

    private Shortcuts shortcuts() {
        Shortcuts shortcuts = Shortcuts.NONE;
        if (object.has(INTERVAL)) {
            List<Double> ends = new ArrayList<>();
            field(INTERVAL, "two numbers", node -> node.isArray() && node.size() == 2)
                    .forEach(end -> ends.add(end.isNumber() ? end.doubleValue() : Double.NaN));
            shortcuts = shortcuts.withGuidance(new GuidanceInterval(ends.getFirst(), ends.getLast()));
        }
        if (object.has(REFERENCES)) {
            shortcuts = shortcuts.withReferences(new ReferenceReuse(integer(REFERENCES)));
        }
        return object.has(REUSE) ? shortcuts.withReuse(StepReuse.parse(text(REUSE))) : shortcuts;
    }

    private List<Recipe.Lora> lora() {
        List<Recipe.Lora> adapters = new ArrayList<>();
        for (JsonNode item : field("lora", "an array of objects", JsonNode::isArray)) {
            RecipeJson lora = new RecipeJson(object(item));
            adapters.add(new Recipe.Lora(lora.text("file"), lora.text("sha256"), lora.number("strength")));
            lora.requireAllRead();
        }
        return adapters;
    }

    private List<Recipe.Reference> references(String name) {
        List<Recipe.Reference> references = new ArrayList<>();
        for (JsonNode item : field(name, "an array of objects", JsonNode::isArray)) {
            RecipeJson reference = new RecipeJson(object(item));
            references.add(new Recipe.Reference(reference.text("file"), reference.text("sha256")));
            reference.requireAllRead();
        }
        return references;
    }
}
