// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Fixed codes of the words of plans: as conditions, the sequence holds the code of word i at place i and the pooled
 * condition their weighted sum. Words that name something with drawings have {@link PictureCodes}, all others random
 * ones. The empty plan has the code zero. Owns three tensors.
 */
final class SlotCodes implements AutoCloseable {
    private static final double CODE = 0.9;
    private static final double PLACE = 0.45;

    /**
     * @param pooledWeights of each slot in the pooled condition
     * @param shared true if a word has the same code in every slot of the sequence
     * @param drawings numbers that stand for the drawings of a word, all of one length; only where codes are shared
     */
    record Form(int slots, double[] pooledWeights, boolean shared, Map<String, float[]> drawings) {}

    private final Form form;
    private final SlotTokens tokens;
    private final long vocabulary;
    private final Tensor pooledCodes; // (slots * vocabulary, pooled width)
    private final Tensor sequenceCodes; // (slots * vocabulary or vocabulary, sequence width)
    private final Tensor places; // (slots, sequence width)

    SlotCodes(Form form, Networks model, long seed) {
        this.form = form;
        this.tokens = new SlotTokens(model.tokenizer());
        this.vocabulary = model.config().vlm().vocabulary();
        long pooledWidth = model.connector().config().pooledWidth();
        long sequenceWidth = model.connector().config().sequenceWidth();
        try (var _ = Scope.open();
                var rng = Rng.seeded(seed)) {
            this.pooledCodes =
                    rng.normal(form.slots() * vocabulary, pooledWidth).own();
            this.sequenceCodes = rng.normal(form.shared() ? vocabulary : form.slots() * vocabulary, sequenceWidth)
                    .own();
            this.places = rng.normal(form.slots(), sequenceWidth).own();
            if (form.drawings().size() > 1) {
                codeDrawings(rng);
            }
        }
    }

    /** In the pooled condition, where places are added up, each place has its own half of the signs turned. */
    private void codeDrawings(Rng rng) {
        List<String> words = form.drawings().keySet().stream().sorted().toList();
        long[] ids = tokens.of(words);
        List<float[]> drawings = words.stream().map(form.drawings()::get).toList();
        Tensor codes = PictureCodes.of(drawings, Math.min(pooledCodes.size(1), sequenceCodes.size(1)));
        for (int slot = 0; slot < form.slots(); slot++) {
            Tensor signs =
                    rng.normal(1, codes.size(1)).gt(0).to(DType.F32).add(-0.5).mul(2);
            replace(pooledCodes, ids, slot * vocabulary, codes.mul(signs));
        }
        replace(sequenceCodes, ids, 0, codes);
    }

    /** Overwrites the beginnings of rows. */
    private static void replace(Tensor table, long[] ids, long first, Tensor codes) {
        for (int i = 0; i < ids.length; i++) {
            try (var _ = Scope.open()) {
                table.select(0, first + ids[i]).narrow(0, 0, codes.size(1)).copyFrom(codes.select(0, i));
            }
        }
    }

    int slots() {
        return form.slots();
    }

    /**
     * The conditions (B, slots, width) and (B, width) of plans, in F32.
     *
     * @param plans slots of each
     * @param dropped true for a plan that counts as empty
     */
    Conditions of(List<List<String>> plans, List<Boolean> dropped) {
        int rows = plans.size();
        int slots = form.slots();
        long[] pooledRows = new long[rows * slots];
        long[] sequenceRows = new long[rows * slots];
        float[] kept = new float[rows];
        for (int i = 0; i < rows; i++) {
            kept[i] = dropped.get(i) ? 0 : 1;
            long[] words = tokens.of(plans.get(i));
            for (int slot = 0; slot < slots; slot++) {
                pooledRows[i * slots + slot] = slot * vocabulary + words[slot];
                sequenceRows[i * slots + slot] = (form.shared() ? 0 : slot * vocabulary) + words[slot];
            }
        }
        Tensor keep = Tensor.of(kept, rows, 1, 1);
        Tensor pooled = rows(pooledCodes, pooledRows, rows)
                .mul(keep)
                .mul(pooledWeights())
                .sum(1, false);
        Tensor sequence =
                rows(sequenceCodes, sequenceRows, rows).mul(CODE).mul(keep).add(places.mul(PLACE));
        return new Conditions(sequence, pooled);
    }

    private Tensor rows(Tensor table, long[] places, int rows) {
        return table.indexSelect(0, Tensor.of(places, places.length)).reshape(rows, form.slots(), -1);
    }

    private Tensor pooledWeights() {
        double norm = 0;
        for (double weight : form.pooledWeights()) {
            norm += weight * weight;
        }
        return Tensor.of(form.pooledWeights(), 1, form.slots(), 1)
                .div(Math.sqrt(norm))
                .to(DType.F32);
    }

    @Override
    public void close() {
        pooledCodes.close();
        sequenceCodes.close();
        places.close();
    }
}
