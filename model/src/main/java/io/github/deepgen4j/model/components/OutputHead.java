// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.weights.Component;
import java.nio.file.Path;

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
        JsonNode root = JsonFile.object(file);
        JsonNode text = root.path("text_config").isObject() ? root.get("text_config") : root;
        boolean rootTies = root.path(TIED).asBoolean(text != root);
        if (rootTies && text.path(TIED).asBoolean(false)) {
            return false;
        }
        root.put(TIED, true);
        text.put(TIED, true);
        AtomicFile.write(file, Json.writePretty(root) + "\n");
        return true;
    }
}
