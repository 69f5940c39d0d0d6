// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.dit.ImageKeys;
import io.github.deepgen4j.model.dit.KeysValues;
import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.sampling.ReferenceReuse;
import io.github.deepgen4j.model.sampling.VelocityField.Moment;
import io.github.deepgen4j.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The references of one field: their tokens, and what every attention made of them in the last step that computed them,
 * keys and values (B, H, tokens of the references, d). These are owned until this is closed.
 */
final class ReferenceMemory implements AutoCloseable {
    private final ReferenceTokens tokens;
    private final ReferenceReuse rule;
    private final Observer observer;
    private final Map<Object, KeysValues> kept = new IdentityHashMap<>();

    /** @param observer is told of the steps that do not compute the references */
    ReferenceMemory(ReferenceTokens tokens, ReferenceReuse rule, Observer observer) {
        this.tokens = tokens;
        this.rule = tokens.isEmpty() ? ReferenceReuse.NONE : rule;
        this.observer = observer;
        if (!this.rule.equals(ReferenceReuse.NONE) && !tokens.even()) {
            throw new IllegalArgumentException("references every " + rule
                    + " steps expected rows with equally many tokens of references, found others");
        }
    }

    /**
     * The references as the transformer is given them at a moment; moments come in their order.
     *
     * @param tokens of the references, none where they are remembered
     */
    record Given(ReferenceTokens tokens, ImageKeys keys) {}

    /** @param targets tokens of each row before those of its references */
    Given at(Moment moment, long targets) {
        if (rule.equals(ReferenceReuse.NONE)) {
            return new Given(tokens, ImageKeys.COMPUTED);
        }
        if (kept.isEmpty() || rule.computes(moment.step())) {
            return new Given(tokens, (attention, computed) -> keep(attention, computed, targets));
        }
        observer.recalled(moment.step());
        return new Given(ReferenceTokens.none(tokens.rows().size()), this::recall);
    }

    private KeysValues keep(Object attention, KeysValues computed, long targets) {
        KeysValues before = kept.put(
                attention,
                new KeysValues(references(computed.keys(), targets), references(computed.values(), targets)));
        close(before);
        return computed;
    }

    /** A copy, because a view would keep the target's tokens, too. */
    private static Tensor references(Tensor all, long targets) {
        return all.narrow(2, targets, all.size(2) - targets).copy().own();
    }

    private KeysValues recall(Object attention, KeysValues target) {
        KeysValues references = kept.get(attention);
        return new KeysValues(
                Tensor.cat(2, target.keys(), references.keys()), Tensor.cat(2, target.values(), references.values()));
    }

    private static void close(KeysValues pair) {
        if (pair != null) {
            pair.keys().close();
            pair.values().close();
        }
    }

    @Override
    public void close() {
        kept.values().forEach(ReferenceMemory::close);
        kept.clear();
    }
}
