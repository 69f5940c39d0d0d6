// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.text;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.tensor.cache.CacheFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The checkpoint's byte-level BPE ({@code tokenizer/tokenizer.json}, Hugging Face's own library). Text is encoded
 * without looking for added tokens, so that {@code <|image_pad|>} typed in a prompt is only text (Q6); special tokens
 * are placed by id. Nothing is downloaded. Close it when done; safe for several threads.
 */
public final class Tokenizer implements AutoCloseable {
    private static volatile boolean loaded;

    private final HuggingFaceTokenizer text;
    private final Map<String, Long> added;
    private final long largest;
    private final Path file;

    private Tokenizer(HuggingFaceTokenizer text, Map<String, Long> added, long largest, Path file) {
        this.text = text;
        this.added = added;
        this.largest = largest;
        this.file = file;
    }

    /**
     * Reads {@code tokenizer.json} of a folder.
     *
     * @throws ConfigException if it is absent or not a tokenizer
     */
    public static Tokenizer open(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        JsonNode json = JsonFile.object(file);
        loadLibrary();
        try {
            Map<String, Long> added = new HashMap<>();
            for (JsonNode token : json.path("added_tokens")) {
                added.put(token.path("content").asString(), token.path("id").asLong());
            }
            long largest = Stream.concat(
                            json.path("model").path("vocab").stream().map(JsonNode::asLong), added.values().stream())
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
            json.put("added_tokens", List.of());
            byte[] plain = json.toString().getBytes(StandardCharsets.UTF_8);
            Map<String, String> options =
                    Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
            return new Tokenizer(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(plain), options), added, largest, file);
        } catch (IOException | RuntimeException e) { // the native library's own complaint about the content
            throw new ConfigException(file + ": not a tokenizer: " + e.getMessage(), e);
        }
    }

    /**
     * Unpacks and loads the tokenizers library, one process at a time.
     *
     * @throws ConfigException if it cannot be
     */
    private static void loadLibrary() {
        if (loaded) {
            return;
        }
        // DJL reports each use of a model to its makers unless told not to.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        CacheFolder cache = CacheFolder.ofProcess();
        try {
            cache.locked(() -> {
                LibUtils.checkStatus();
                return null;
            });
        } catch (EngineException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ConfigException(
                    "the tokenizers library cannot be loaded: " + cause + " (" + cache.hint() + ")", e);
        }
        loaded = true;
    }

    /** Ids of plain text; added tokens inside it are not recognised. */
    public long[] encode(String plain) {
        return plain.isEmpty() ? new long[0] : text.encode(plain, false, false).getIds();
    }

    /** Text of the ids, special tokens left out. */
    public String decode(long[] ids) {
        return text.decode(ids, true);
    }

    /**
     * Id of an added token such as {@code <|im_start|>}.
     *
     * @throws ConfigException if the tokenizer has none of this name
     */
    public long special(String name) {
        Long id = added.get(name);
        if (id == null) {
            throw new ConfigException(file + ": added token " + name + " is missing");
        }
        return id;
    }

    /**
     * Refuses ids for which a language model has no embedding.
     *
     * @param vocabulary number of the model's embeddings
     * @throws ConfigException if there are any
     */
    public void requireWithin(int vocabulary) {
        if (largest >= vocabulary) {
            throw new ConfigException("%s: expected ids below %d, the vocab_size of vlm/config.json, found %d"
                    .formatted(file, vocabulary, largest));
        }
    }

    @Override
    public void close() {
        text.close();
    }
}
