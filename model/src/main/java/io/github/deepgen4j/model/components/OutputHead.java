// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.weights.Component;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/**
 * The head that turns hidden states into words. No stage computes it, so it is not written with a language model; a
 * configuration that then promised one of its own would make other programs invent it.
 */
public final class OutputHead {
    private static final String TIED = "tie_word_embeddings";

    private OutputHead() {}

    /**
     * Says in a folder's {@code vlm/config.json} that the head is the embedding, unless it says so already.
     *
     * @return true if the file was changed
     */
    public static boolean tie(Path folder) {
        Path file = folder.resolve(Component.VLM.config());
        ObjectNode root = JsonFile.object(file);
        ObjectNode text = root.get("text_config") instanceof ObjectNode section ? section : root;
        boolean rootTies = root.path(TIED).asBoolean(text != root);
        if (rootTies && text.path(TIED).asBoolean(false)) {
            return false;
        }
        root.put(TIED, true);
        text.put(TIED, true);
        AtomicFile.write(file, root.toPrettyString() + "\n");
        return true;
    }
}
