// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static io.github.deepgen4j.testing.Golden.COMPONENT;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.generation.TensorRecorder;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.sampling.Euler;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Other connectors in the same model folder: 128 think tokens, and the last-hidden ablation, to the last latent. */
class ThinkTokensParityTest {
    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void the128ThinkTokensOfTheReleaseGiveTheRecordedConditions(@TempDir Path folder) throws IOException {
        Golden.copy(Golden.path("tiny"), folder);
        try (var _ = Scope.open();
                var recorded = Golden.tensors("think128/tensors.safetensors");
                var stored = Safetensors.open(Golden.path("tiny/connector/model.safetensors"))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            stored.names().forEach(name -> tensors.put(name, stored.tensor(name)));
            tensors.put("meta_queries", recorded.tensor("meta_queries"));
            SafetensorsWriter.write(folder.resolve("connector/model.safetensors"), tensors);
            setThinkTokens(
                    folder.resolve("connector/config.json"),
                    tensors.get("meta_queries").size(0));
        }
        GoldenCase golden = GoldenCase.of("t2i");
        try (var trace = new TensorRecorder();
                var recorded = Golden.tensors("think128/tensors.safetensors");
                var model = GoldenCase.Model.open(folder, Compute.F32, ConstantPrecision.F32, new Euler());
                var _ = Autograd.disabled();
                var _ = Scope.open()) {
            model.generation().prepare(List.of(golden.samples(model).getFirst()), trace);
            for (String key : List.of("pooled", "seq")) {
                assertClose("think128 " + key, trace.tensors().get(key), recorded.tensor(key), COMPONENT);
            }
        }
    }

    @Test
    void theLastHiddenAblationDrawsTheRecordedLatents(@TempDir Path folder) throws IOException {
        Golden.copy(Golden.path("tiny"), folder);
        Golden.copy(Golden.path("lasthidden/connector"), folder.resolve("connector"));
        GoldenCase golden = GoldenCase.of("t2i");
        try (var trace = new TensorRecorder();
                var recorded = Golden.tensors("lasthidden/tensors.safetensors");
                var model = GoldenCase.Model.open(folder, Compute.F32, ConstantPrecision.F32, new Euler());
                var _ = Autograd.disabled();
                var _ = Scope.open()) {
            Prepared prepared = model.generation().prepare(golden.samples(model), trace);
            Tensor latents =
                    model.generation().denoise(prepared, golden.size(), golden.options(), golden.noise(), trace);
            for (String key : List.of("pooled", "seq")) {
                assertClose("lasthidden " + key, trace.tensors().get(key), recorded.tensor(key), COMPONENT);
            }
            assertClose("lasthidden latents.last", latents, recorded.tensor("latents.last"), Golden.END_TO_END);
        }
    }

    private static void setThinkTokens(Path config, long count) throws IOException {
        JsonMapper json = new JsonMapper();
        ObjectNode node = (ObjectNode) json.readTree(config.toFile());
        Files.write(config, json.writeValueAsBytes(node.put("num_queries", count)));
    }
}
