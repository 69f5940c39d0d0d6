// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.TensorNames;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tensor belongs in the released layout.
 *
 * @param name its canonical name in that component
 */
record Place(Component component, String name) {
    private static final Pattern CONNECTOR = Pattern.compile("^(connector\\.|projector_|meta_queries$)");
    private static final Pattern VLM = Pattern.compile("^(visual|model|lm_head)\\.");
    private static final Pattern ADAPTER =
            Pattern.compile("^(.+)\\.(lora_A|lora_B|lora_embedding_A|lora_embedding_B)(\\.weight)?$");

    /** The place of a tensor of a native file or an adapter, or nothing for a name that belongs to no component. */
    static Optional<Place> ofNative(String stored) {
        String name = TensorNames.canonical(stored);
        for (Component component : new Component[] {Component.TRANSFORMER, Component.VAE}) {
            if (name.startsWith(component.folder() + ".")) {
                return Optional.of(
                        new Place(component, name.substring(component.folder().length() + 1)));
            }
        }
        if (CONNECTOR.matcher(name).find()) {
            return Optional.of(new Place(Component.CONNECTOR, name));
        }
        return VLM.matcher(name).find() ? Optional.of(new Place(Component.VLM, name)) : Optional.empty();
    }

    /** The name in native training checkpoints, as transformers 4.52 and later spell it (spec/model.md section 9.5). */
    String nativeName() {
        return switch (component) {
            case CONNECTOR -> name;
            case TRANSFORMER, VAE -> component.folder() + "." + name;
            case VLM ->
                "lmm."
                        + (name.startsWith("model.")
                                ? "model.language_model." + name.substring("model.".length())
                                : name.startsWith("visual.") ? "model." + name : name);
        };
    }

    /** True for what no stage uses: the tied output embedding and its adapter. */
    boolean unused() {
        return component == Component.VLM && (TensorNames.ignored(name) || name.startsWith("lm_head.lora_"));
    }

    /** Which half of which module's adapter this is, if it is one. */
    Optional<AdapterPart> adapterPart() {
        Matcher matcher = ADAPTER.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean embedding = matcher.group(2).startsWith("lora_embedding");
        Place weight = new Place(component, matcher.group(1) + ".weight");
        return Optional.of(new AdapterPart(weight, embedding, matcher.group(2).endsWith("A")));
    }

    /** @param weight the tensor that the adapter changes */
    record AdapterPart(Place weight, boolean embedding, boolean first) {}

    @Override
    public String toString() {
        return component.folder() + "/" + name;
    }
}
