// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.sampling.SchedulerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Fields that change the arithmetic are used or refused, and absent ones have the libraries' defaults. */
class ConfigFieldsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path GOLDEN = Path.of(System.getProperty("deepgen.golden"), "tiny");

    /** Parameters of the constructors of transformers 4.57.6 and diffusers 0.39.0. */
    private static final Map<String, List<String>> SIGNATURES = Map.of(
            "vlm",
            List.of(("vocab_size hidden_size intermediate_size num_hidden_layers num_attention_heads"
                            + " num_key_value_heads hidden_act max_position_embeddings initializer_range"
                            + " rms_norm_eps use_cache tie_word_embeddings rope_theta use_sliding_window"
                            + " sliding_window max_window_layers layer_types attention_dropout rope_scaling"
                            + " text_config vision_config image_token_id video_token_id vision_start_token_id"
                            + " vision_end_token_id")
                    .split(" ")),
            "vision",
            List.of(("depth hidden_size hidden_act intermediate_size num_heads in_channels patch_size"
                            + " spatial_merge_size temporal_patch_size tokens_per_second window_size out_hidden_size"
                            + " fullatt_block_indexes initializer_range")
                    .split(" ")),
            "transformer",
            List.of(("sample_size patch_size in_channels num_layers attention_head_dim num_attention_heads"
                            + " joint_attention_dim caption_projection_dim pooled_projection_dim out_channels"
                            + " pos_embed_max_size dual_attention_layers qk_norm")
                    .split(" ")),
            "vae",
            List.of(("in_channels out_channels down_block_types up_block_types block_out_channels layers_per_block"
                            + " act_fn latent_channels norm_num_groups sample_size scaling_factor shift_factor"
                            + " latents_mean latents_std force_upcast use_quant_conv use_post_quant_conv"
                            + " mid_block_add_attention")
                    .split(" ")),
            "scheduler",
            List.of(("num_train_timesteps shift use_dynamic_shifting base_shift max_shift base_image_seq_len"
                            + " max_image_seq_len invert_sigmas shift_terminal use_karras_sigmas"
                            + " use_exponential_sigmas use_beta_sigmas time_shift_type stochastic_sampling")
                    .split(" ")));

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                Path target = folder.resolve(GOLDEN.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @Test
    void knowsEveryParameterOfTheLibraries() {
        SIGNATURES.forEach((table, parameters) ->
                assertThat(ConfigFields.roles(table)).containsKeys(parameters.toArray(String[]::new)));
    }

    @Test
    void theDocumentRepeatsTheTable() throws IOException {
        String document = Files.readString(Path.of("../docs/config-fields.md"));
        for (String table : List.of("vlm", "vision", "connector", "transformer", "vae", "scheduler")) {
            ConfigFields.roles(table)
                    .forEach((field, role) -> assertThat(document)
                            .as("%s %s", table, field)
                            .contains("| `%s` | %s |".formatted(field, role.replaceFirst("^(only|unused) ", "$1: "))));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        vae/config.json         |                       | act_fn                  | "relu"
        vae/config.json         |                       | use_quant_conv          | true
        vae/config.json         |                       | latents_mean            | [0.5]
        vae/config.json         |                       | mid_block_add_attention | false
        vae/config.json         |                       | out_channels            | 4
        vae/config.json         |                       | up_block_types          | ["UpDecoderBlock2D"]
        vlm/config.json         | text_config           | hidden_act              | "gelu"
        vlm/config.json         | text_config           | use_sliding_window      | true
        vlm/config.json         | text_config           | layer_types             | ["sliding_attention"]
        vlm/config.json         | vision_config         | hidden_act              | "quick_gelu"
        transformer/config.json |                       | qk_norm                 | null
        transformer/config.json |                       | qk_norm                 | "layer_norm"
        connector/config.json   |                       | hidden_act              | "gelu"
        scheduler/scheduler_config.json |               | use_karras_sigmas       | true
        scheduler/scheduler_config.json |               | shift_terminal          | 0.1
        scheduler/scheduler_config.json |               | time_shift_type         | "cubic"
        """)
    void otherArithmeticIsRefused(String file, String section, String field, String value) throws IOException {
        set(file, section, field, value);
        assertThatThrownBy(() -> ModelConfig.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(field);
    }

    @Test
    void scaledRotationsAreRefused() throws IOException {
        set("vlm/config.json", "text_config", "rope_scaling", "{\"rope_type\": \"yarn\", \"factor\": 4.0}");
        assertThatThrownBy(() -> ModelConfig.read(folder))
                .hasMessageContaining("rope_type")
                .hasMessageContaining("yarn");
    }

    @Test
    void absentFieldsHaveTheLibrariesDefaults() throws IOException {
        set("vlm/config.json", "text_config", "rms_norm_eps", "null");
        set("scheduler/scheduler_config.json", null, "shift", "null");
        ModelConfig config = ModelConfig.read(folder);
        assertThat(config.vlm().normEps()).isEqualTo(1e-5);
        assertThat(config.scheduler().shift()).isEqualTo(new SchedulerConfig.Static(1));
    }

    @Test
    void readsTheRotaryEmbeddingAsTransformers5WritesIt() throws IOException {
        int[] sections = ModelConfig.read(folder).vlm().ropeSections();
        set("vlm/config.json", "text_config", "rope_scaling", "null");
        set("vlm/config.json", "text_config", "rope_theta", "null");
        set(
                "vlm/config.json",
                "text_config",
                "rope_parameters",
                "{\"rope_theta\": 5000, \"rope_type\": \"default\", \"mrope_section\": [2, 3, 3]}");
        ModelConfig config = ModelConfig.read(folder);
        assertThat(config.vlm().ropeSections()).isEqualTo(sections);
        assertThat(config.vlm().ropeTheta()).isEqualTo(5000);
    }

    @Test
    void namesFieldsThatNobodyReads() throws IOException {
        set("connector/config.json", null, "num_querys", "3");
        assertThat(ConfigFields.unknown(folder))
                .singleElement()
                .asString()
                .contains("connector/config.json", "num_querys");
    }

    private void set(String file, String section, String field, String value) throws IOException {
        Path path = folder.resolve(file);
        ObjectNode root = (ObjectNode) JSON.readTree(path.toFile());
        (section == null ? root : (ObjectNode) root.get(section)).set(field, JSON.readTree(value));
        Files.writeString(path, root.toString());
    }
}
