// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.sampling.Shortcuts;
import java.util.ArrayList;
import java.util.List;

/** The memories that the fields of one drawing have of its steps, each for itself; owned until closed. */
final class FieldMemories implements AutoCloseable {
    private final Shortcuts shortcuts;
    private final Observer observer;
    private final List<BlockReuse> blocks = new ArrayList<>();
    private final List<ReferenceMemory> references = new ArrayList<>();

    FieldMemories(Shortcuts shortcuts, Observer observer) {
        this.shortcuts = shortcuts;
        this.observer = observer;
    }

    /** The memory of another field's blocks. */
    BlockReuse ofBlocks() {
        var memory = new BlockReuse(shortcuts.reuse(), observer);
        blocks.add(memory);
        return memory;
    }

    /** The memory of another field's references. */
    ReferenceMemory of(ReferenceTokens tokens) {
        var memory = new ReferenceMemory(tokens, shortcuts.references(), observer);
        references.add(memory);
        return memory;
    }

    @Override
    public void close() {
        blocks.forEach(BlockReuse::close);
        references.forEach(ReferenceMemory::close);
    }
}
