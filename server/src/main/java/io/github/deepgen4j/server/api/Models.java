// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.drawing.DrawRequest;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.engine.EngineException;
import io.github.deepgen4j.server.engine.ModelFacts;
import io.github.deepgen4j.server.engine.Settled;
import io.github.deepgen4j.server.http.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The models of the server by name, and the names that other servers' clients know. */
public final class Models {
    private static final List<String> ALIASES =
            List.of("gpt-image-1", "gpt-image-1-mini", "gpt-image-1.5", "chatgpt-image-latest", "dall-e-2", "dall-e-3");

    private static final String ALIAS = "gpt-image-.*|dall-e-.*|chatgpt-image-latest";
    private static final double LOADING = 5; // seconds after which a client may try again

    private final Map<String, Engine> engines = new LinkedHashMap<>();
    private final long created = System.currentTimeMillis() / 1000;

    /** @param engines the first is the default */
    public Models(List<Engine> engines) {
        engines.forEach(engine -> this.engines.put(engine.name(), engine));
    }

    public List<Engine> engines() {
        return List.copyOf(engines.values());
    }

    private Engine standard() {
        return engines.values().iterator().next();
    }

    /**
     * The engine of a model, the default one for OpenAI's names.
     *
     * @throws Problem {@code model_not_found}
     */
    Engine find(Optional<String> name) {
        if (name.isEmpty() || !engines.containsKey(name.get()) && name.get().matches(ALIAS)) {
            return standard();
        }
        Engine engine = engines.get(name.get());
        if (engine == null) {
            String known = String.join(", ", engines.keySet());
            throw new Problem(
                    404,
                    "invalid_request_error",
                    "model_not_found",
                    "model",
                    "model expected one of %s, found %s".formatted(known, name.get()));
        }
        return engine;
    }

    /**
     * The engine that draws as a recipe says: with the same weights in the same arithmetic.
     *
     * @param preferred name of the one that is taken of several
     */
    Optional<Engine> drawing(Recipe recipe, String preferred) {
        List<Engine> fitting = engines.values().stream()
                .filter(engine ->
                        engine.facts().filter(facts -> fits(facts, recipe)).isPresent())
                .toList();
        return fitting.stream()
                .filter(engine -> engine.name().equals(preferred))
                .findFirst()
                .or(() -> fitting.stream().findFirst());
    }

    private static boolean fits(ModelFacts facts, Recipe recipe) {
        return facts.dtype().equalsIgnoreCase(recipe.arithmetic())
                && (facts.fingerprint().equals(recipe.fingerprint())
                        || chosen(facts, recipe).isPresent());
    }

    /**
     * The adapters of a recipe by the names that they have here, whatever it calls them; empty if the model with them
     * is not what drew the image.
     */
    static Optional<List<ChosenAdapter>> chosen(ModelFacts facts, Recipe recipe) {
        List<ChosenAdapter> chosen = recipe.lora().stream()
                .flatMap(each -> facts.loras().stream()
                        .filter(lora -> lora.sha256().equals(each.sha256()))
                        .limit(1)
                        .map(lora -> ChosenAdapter.of(lora.name(), each.strength())))
                .toList();
        return Optional.of(chosen).filter(all -> facts.fingerprint(all).equals(recipe.fingerprint()));
    }

    /** Facts of a model; if it is still being loaded, that is the answer. */
    ModelFacts facts(Engine engine) {
        return engine.facts()
                .orElseThrow(() -> Problem.later(
                        503, "model_loading", "model " + engine.name() + " is being loaded; try again soon", LOADING));
    }

    /** The cost of a request; a refusal of the model is the answer. */
    Settled settle(Engine engine, DrawRequest request) {
        try {
            return engine.settle(request);
        } catch (EngineException e) {
            throw problem(e.kind(), e.code(), e.field(), e.getMessage());
        }
    }

    static Problem problem(EngineException.Kind kind, String code, String field, String message) {
        return switch (kind) {
            case REFUSED -> refusal(code, field, message);
            case LOADING -> Problem.later(503, "model_loading", message, LOADING);
            case RESTARTING, LOST -> Problem.later(503, "engine_restarting", message, 1);
            case CANCELLED, FAILED ->
                Problem.fault("generation_failed", message).never();
        };
    }

    private static Problem refusal(String code, String field, String message) {
        if (code.equals("insufficient_memory")) {
            return Problem.refused(422, code, message).never();
        }
        if (code.equals("invalid_image") && message.contains("expected at most") && message.contains("pixels")) {
            return new Problem(413, "invalid_request_error", "image_too_large", field, message);
        }
        return Problem.invalid(code, field, message);
    }

    // ---- lists ----

    /** OpenAI's list: models first, then the aliases of the default one. */
    JsonNode list() {
        List<JsonNode> data = new ArrayList<>();
        engines.values().forEach(engine -> data.add(entry(engine.name(), engine, Optional.empty())));
        ALIASES.stream()
                .filter(alias -> !engines.containsKey(alias))
                .forEach(alias ->
                        data.add(entry(alias, standard(), Optional.of(standard().name()))));
        return JsonNode.object().put("object", "list").put("data", data);
    }

    /** One of the list. */
    JsonNode one(String name) {
        Engine engine = find(Optional.of(name));
        return entry(name, engine, name.equals(engine.name()) ? Optional.empty() : Optional.of(engine.name()));
    }

    private JsonNode entry(String id, Engine engine, Optional<String> aliasOf) {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("loaded", engine.state().up());
        own.put("alias_of", aliasOf.orElse(null));
        engine.facts().ifPresent(facts -> {
            own.put("fingerprint", facts.fingerprint());
            own.put("dtype", facts.dtype());
            own.put("default_size", facts.size().toString());
            own.put("max_pixels", (long) facts.longestSide() * facts.longestSide());
            own.put("side_multiple", facts.sideMultiple());
            own.put("max_references", OrderReader.MOST_REFERENCES);
            own.put("steps", facts.steps());
            own.put("guidance", facts.guidance());
        });
        own.put("formats", List.of("png", "jpeg", "webp"));
        own.put("loras", engine.facts().map(Models::loras).orElse(List.of()));
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", id);
        model.put("object", "model");
        model.put("created", created);
        model.put("owned_by", "deepgen4j");
        model.put("deepgen", own);
        return JsonNode.of(model);
    }

    private static List<JsonNode> loras(ModelFacts facts) {
        return facts.loras().stream()
                .map(lora -> JsonNode.object().put("name", lora.name()).put("scale", lora.scale()))
                .toList();
    }

    /** Names, weights and arithmetic of the models, for messages. */
    String weights() {
        return engines.values().stream()
                .map(engine -> engine.name()
                        + engine.facts()
                                .map(facts -> " " + facts.fingerprint() + " in " + facts.dtype())
                                .orElse(""))
                .collect(Collectors.joining(", "));
    }

    /** Names and states, for those who operate the server. */
    String states() {
        return engines.values().stream()
                .map(engine -> engine.name() + " " + engine.state().phase())
                .collect(Collectors.joining(", "));
    }
}
