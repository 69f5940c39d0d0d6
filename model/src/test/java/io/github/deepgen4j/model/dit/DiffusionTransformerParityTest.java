// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.testing.Golden.COMPONENT;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.TinyModel;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DiffusionTransformerParityTest {
    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "refs", "mixed", "mixed_refs", "skip"})
    void velocityFollowsFromTheRecordedInputs(String fixture) {
        DitConfig config = DitConfig.read(Golden.path("tiny/transformer/config.json"));
        JsonNode facts = Golden.json("dit_blocks/case.json");
        Set<Integer> skip = Set.of();
        if (fixture.equals("skip")) {
            skip = facts.get("skip_layers")
                    .valueStream()
                    .map(JsonNode::asInt)
                    .collect(java.util.stream.Collectors.toSet());
        }
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/transformer", DType.F32);
                var golden = Golden.tensors("dit_blocks/" + fixture + ".safetensors")) {
            DiffusionTransformer dit = new DiffusionTransformer(config, weights);
            EmbeddedConditions conditions = dit.embed(new Conditions(golden.tensor("seq"), golden.tensor("pooled")));
            assertClose(fixture + " context", conditions.context(), golden.tensor("context"), COMPONENT);
            List<Tensor> latents = new ArrayList<>();
            List<List<Tensor>> references = new ArrayList<>();
            for (int i = 0; golden.has("latents." + i); i++) {
                latents.add(golden.tensor("latents." + i));
                references.add(referencesOf(golden, i));
            }
            List<Tensor> velocities =
                    dit.forward(latents, dit.embedReferences(references), conditions, golden.tensor("timesteps"), skip);
            for (int i = 0; i < velocities.size(); i++) {
                assertClose(fixture + " v." + i, velocities.get(i), golden.tensor("v." + i), COMPONENT);
            }
            if (latents.stream()
                            .map(latent -> List.of(latent.size(1), latent.size(2)))
                            .distinct()
                            .count()
                    == 1) {
                Tensor batched = dit.forward(
                        Tensor.stack(0, latents),
                        dit.embedReferences(references),
                        conditions,
                        golden.tensor("timesteps"),
                        skip);
                assertClose(fixture + " v, one size", batched, Tensor.stack(0, velocities), 1e-6);
            }
        }
    }

    private static List<Tensor> referencesOf(Safetensors golden, int sample) {
        List<Tensor> references = new ArrayList<>();
        for (int j = 0; golden.has("ref_latents." + sample + "." + j); j++) {
            references.add(golden.tensor("ref_latents." + sample + "." + j));
        }
        return references;
    }
}
