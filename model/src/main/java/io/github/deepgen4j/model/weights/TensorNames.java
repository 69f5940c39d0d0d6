// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The one table of names that differ between writers of the same checkpoint (spec/model.md sections 7.1, 9.4 and 9.5),
 * in both directions between the released layout and native training checkpoints. The canonical names are those of the
 * released folder: {@code visual.*} and {@code model.*} in the language model, bare names in the other components.
 */
public final class TensorNames {
    private record Rule(Pattern from, String to) {
        Rule(String from, String to) {
            this(Pattern.compile(from), to);
        }

        String apply(String name) {
            return from.matcher(name).replaceFirst(to);
        }
    }

    /** Words that compiling, sharding, checkpointing and data-parallel wrappers put before the names inside of them. */
    private static final Pattern WRAPPERS = Pattern.compile(
            "(?<=^|\\.)(?:(?:module|_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module|_forward_module)\\.)+");

    /** Words before the name of a component's tensor, again and again where one object is held by another. */
    private static final Pattern OWNERS = Pattern.compile("^(?:"
            + "(?:model_)?state_dict\\." // a checkpoint's dictionary, made flat
            + "|base_model\\.model\\." // an adapter saved by PEFT
            + "|lmm\\." // the language model inside of the native model
            + "|model\\.(?=" // a training wrapper; also the language model's own first word, which stays
            + "(?:model|state_dict|base_model|lmm|transformer|connector|vae|lm_head|encoder|decoder)\\."
            + "|projector_|meta_queries|transformer_blocks\\.|pos_embed\\.|context_embedder\\.|time_text_embed\\."
            + "|norm_out\\.|proj_out\\.|quant_conv\\.|post_quant_conv\\.)"
            + ")+");

    /** Applied in this order, each at most once. */
    private static final List<Rule> RULES = List.of(
            new Rule("^model\\.visual\\.", "visual."), // transformers >= 4.52 in memory
            new Rule("^model\\.language_model\\.", "model."),
            new Rule("\\.base_layer\\.(weight|bias)$", ".$1"), // inside of a module that has an adapter
            new Rule("\\.(lora_[AB])\\.\\w+\\.weight$", ".$1.weight"), // the adapter's own name
            new Rule("\\.(lora_embedding_[AB])\\.\\w+$", ".$1"),
            new Rule("(mid_block\\.attentions\\.\\d+)\\.query\\.", "$1.to_q."), // old diffusers auto-encoders
            new Rule("(mid_block\\.attentions\\.\\d+)\\.key\\.", "$1.to_k."),
            new Rule("(mid_block\\.attentions\\.\\d+)\\.value\\.", "$1.to_v."),
            new Rule("(mid_block\\.attentions\\.\\d+)\\.proj_attn\\.", "$1.to_out.0."));

    /** May be in a file or not: the output embedding is tied to the input embedding and no stage uses it. */
    private static final Set<String> IGNORED = Set.of("lm_head.weight");

    /**
     * The beginning of some tensors' names in a native training checkpoint, as transformers 4.52 and later spell it.
     */
    private record Beginning(Component component, String inNative, String canonical) {
        /** The beginning that {@link TensorNames#canonical} leaves of it. */
        String seen() {
            return TensorNames.canonical(inNative);
        }
    }

    private static final List<Beginning> BEGINNINGS = List.of(
            new Beginning(Component.VLM, "lmm.model.visual.", "visual."),
            new Beginning(Component.VLM, "lmm.model.language_model.", "model."),
            new Beginning(Component.VLM, "lmm.lm_head.", "lm_head."),
            new Beginning(Component.CONNECTOR, "connector.", "connector."),
            new Beginning(Component.CONNECTOR, "projector_", "projector_"),
            new Beginning(Component.CONNECTOR, "meta_queries", "meta_queries"),
            new Beginning(Component.TRANSFORMER, "transformer.", ""),
            new Beginning(Component.VAE, "vae.", ""));

    private TensorNames() {}

    /** The released folder's name of a tensor, whoever wrote it. */
    public static String canonical(String stored) {
        String name = OWNERS.matcher(WRAPPERS.matcher(stored).replaceAll("")).replaceFirst("");
        for (Rule rule : RULES) {
            name = rule.apply(name);
        }
        return name;
    }

    /**
     * The place of a tensor of a native checkpoint, or of an adapter beside it, whichever version wrote it; empty for a
     * name that belongs to no component.
     */
    public static Optional<Place> fromNative(String stored) {
        String name = canonical(stored);
        return BEGINNINGS.stream()
                .filter(beginning -> begins(name, beginning.seen()))
                .findFirst()
                .map(beginning -> new Place(
                        beginning.component(),
                        beginning.canonical() + name.substring(beginning.seen().length())));
    }

    /** The name of a tensor in a native checkpoint; a name that no network has stays as it is. */
    public static String toNative(Place place) {
        return BEGINNINGS.stream()
                .filter(beginning -> beginning.component() == place.component())
                .filter(beginning -> begins(place.name(), beginning.canonical()))
                .findFirst()
                .map(beginning -> beginning.inNative()
                        + place.name().substring(beginning.canonical().length()))
                .orElse(place.name());
    }

    /** True if a name begins so; a beginning that ends inside a word is a whole name. */
    private static boolean begins(String name, String beginning) {
        return beginning.isEmpty() || beginning.endsWith(".") || beginning.endsWith("_")
                ? name.startsWith(beginning)
                : name.equals(beginning);
    }

    /**
     * Whole words that stand before names which would be known without them, the same before all; empty if there are
     * none, or only one name.
     */
    public static Optional<String> strangePrefix(Collection<String> names, Predicate<String> known) {
        if (names.size() < 2) {
            return Optional.empty();
        }
        String first = names.iterator().next();
        for (int dot = first.indexOf('.'); dot > 0; dot = first.indexOf('.', dot + 1)) {
            String prefix = first.substring(0, dot + 1);
            if (names.stream()
                    .allMatch(name -> name.startsWith(prefix) && known.test(name.substring(prefix.length())))) {
                return Optional.of(prefix);
            }
        }
        return Optional.empty();
    }

    /** True for canonical names whose tensors are neither expected nor missed. */
    public static boolean ignored(String canonical) {
        return IGNORED.contains(canonical);
    }
}
