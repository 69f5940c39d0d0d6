// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.TensorNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeNamesTest {
    @TempDir
    private Path folder;

    /** Every tensor of DeepGen 1.0 (spec/model.md sections 9.1 and 9.5). */
    private List<Place> released() {
        Preset.DEEPGEN_1_0.writeTo(folder);
        List<Place> places = new ArrayList<>();
        ModelConfig.read(folder)
                .manifests()
                .forEach((component, manifest) ->
                        manifest.shapes().keySet().forEach(name -> places.add(new Place(component, name))));
        return places;
    }

    @Test
    void everyNameOfTheReleaseComesBack() {
        List<Place> places = released();
        assertThat(places).hasSize(2080);
        Set<String> names = new HashSet<>();
        for (Place place : places) {
            String inNative = TensorNames.toNative(place);
            names.add(inNative);
            assertThat(TensorNames.fromNative(inNative)).contains(place);
            assertThat(TensorNames.fromNative("module." + inNative)).contains(place);
            assertThat(TensorNames.fromNative("model." + inNative))
                    .as("model." + inNative)
                    .contains(place);
        }
        assertThat(names).hasSize(2080);
    }

    @ParameterizedTest
    @CsvSource({
        "lmm.model.visual.blocks.0.attn.qkv.weight, VLM, visual.blocks.0.attn.qkv.weight",
        "lmm.model.language_model.embed_tokens.weight, VLM, model.embed_tokens.weight",
        "lmm.lm_head.weight, VLM, lm_head.weight",
        "connector.layers.0.mlp.fc1.weight, CONNECTOR, connector.layers.0.mlp.fc1.weight",
        "projector_1.weight, CONNECTOR, projector_1.weight",
        "meta_queries, CONNECTOR, meta_queries",
        "transformer.proj_out.weight, TRANSFORMER, proj_out.weight",
        "vae.decoder.conv_in.bias, VAE, decoder.conv_in.bias"
    })
    void bothDirectionsAreThoseOfTheSpecification(String inNative, Component component, String name) {
        Place place = new Place(component, name);
        assertThat(TensorNames.fromNative(inNative)).contains(place);
        assertThat(TensorNames.toNative(place)).isEqualTo(inNative);
    }

    @Test
    void whatBelongsToNoComponentHasNoPlace() {
        assertThat(TensorNames.fromNative("ema.meta_queries")).isEmpty();
        assertThat(TensorNames.fromNative("meta_queries_old")).isEmpty();
        assertThat(TensorNames.fromNative("optimizer.step")).isEmpty();
    }
}
