// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.weights.Component;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of base models that the published training starts from (spec/model.md section 9.2), and where its parts go
 * in the released layout.
 */
final class ModelZoo {
    private static final String VLM = "Qwen2.5-VL-3B-Instruct";
    private static final String DIFFUSION = "UniPic2-SD3.5M-Kontext-2B";

    /** Folders with weights. */
    static final Map<Component, String> WEIGHTS = Map.of(
            Component.VLM, VLM,
            Component.TRANSFORMER, DIFFUSION + "/transformer",
            Component.VAE, DIFFUSION + "/vae");

    /** Files to copy, by their path in the released layout. */
    static final Map<String, String> REQUIRED = Map.of(
            Component.VLM.config(),
            VLM + "/config.json",
            "tokenizer/tokenizer.json",
            VLM + "/tokenizer.json",
            "tokenizer/tokenizer_config.json",
            VLM + "/tokenizer_config.json",
            Component.TRANSFORMER.config(),
            DIFFUSION + "/transformer/config.json",
            Component.VAE.config(),
            DIFFUSION + "/vae/config.json",
            "scheduler/scheduler_config.json",
            DIFFUSION + "/scheduler/scheduler_config.json");

    /** Files that not every copy has, as above. */
    static final Map<String, String> OPTIONAL = Map.of(
            "vlm/generation_config.json", VLM + "/generation_config.json",
            "tokenizer/vocab.json", VLM + "/vocab.json",
            "tokenizer/merges.txt", VLM + "/merges.txt");

    /** The base models have neither file; these are those of the release. */
    static final String MODEL_INDEX = """
        {
          "_class_name": "DeepGenPipeline",
          "_diffusers_version": "0.35.2",
          "connector": ["connector", "SCBConnector"],
          "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
          "tokenizer": ["transformers", "Qwen2TokenizerFast"],
          "transformer": ["diffusers", "SD3Transformer2DModel"],
          "vae": ["diffusers", "AutoencoderKL"],
          "vlm": ["transformers", "Qwen2_5_VLForConditionalGeneration"]
        }
        """;

    static final String CONNECTOR_CONFIG = """
        {
          "model_type": "connector",
          "hidden_act": "gelu_pytorch_tanh",
          "layer_norm_eps": 1e-06,
          "attention_dropout": 0.0,
          "hidden_size": 2048,
          "intermediate_size": 11946,
          "num_hidden_layers": 6,
          "num_attention_heads": 32
        }
        """;

    /** The terms under which a base model is given, by the folders that they go to. */
    private static final Map<String, String> LICENSED = Map.of("vlm", VLM, "transformer", DIFFUSION);

    private static final Pattern LICENCE =
            Pattern.compile("(licen[cs]e|notice|copying|use_policy|acceptable_use).*", Pattern.CASE_INSENSITIVE);

    private ModelZoo() {}

    /** Licences and notices of the base models that a folder has, as {@link #REQUIRED}; they bind the result, too. */
    static Map<String, String> licences(Path folder) {
        Map<String, String> files = new LinkedHashMap<>();
        LICENSED.forEach((target, model) -> {
            try (Stream<Path> list = Files.list(folder.resolve(model))) {
                list.filter(Files::isRegularFile)
                        .map(file -> file.getFileName().toString())
                        .filter(name -> LICENCE.matcher(name).matches())
                        .forEach(name -> files.put(target + "/" + name, model + "/" + name));
            } catch (IOException e) {
                throw new UncheckedIOException(folder.resolve(model) + ": cannot be listed", e);
            }
        });
        return files;
    }

    static boolean is(Path folder) {
        return List.of(VLM, DIFFUSION).stream().allMatch(name -> Files.isDirectory(folder.resolve(name)));
    }
}
