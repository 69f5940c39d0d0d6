// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.sampling.StepReuse;
import java.util.ArrayList;
import java.util.List;

/** The memories of all fields of one drawing. */
final class BlockReuses implements AutoCloseable {
    private final StepReuse rule;
    private final Observer observer;
    private final List<BlockReuse> fields = new ArrayList<>();

    BlockReuses(StepReuse rule, Observer observer) {
        this.rule = rule;
        this.observer = observer;
    }

    /** The memory of another field. */
    BlockReuse ofField() {
        var reuse = new BlockReuse(rule, observer);
        fields.add(reuse);
        return reuse;
    }

    @Override
    public void close() {
        fields.forEach(BlockReuse::close);
    }
}
