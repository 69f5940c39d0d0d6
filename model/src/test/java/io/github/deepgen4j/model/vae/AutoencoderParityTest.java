// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import static io.github.deepgen4j.testing.Golden.COMPONENT;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.TinyModel;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoencoderParityTest {
    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t2i", "edit1", "edit2"})
    void lastLatentsDecodeToTheRecordedPixels(String fixture) {
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/vae", DType.F32);
                var golden = Golden.tensors(fixture + "/tensors.safetensors")) {
            Autoencoder vae = new Autoencoder(VaeConfig.read(Golden.path("tiny/vae/config.json")), weights);
            int steps = Golden.json(fixture + "/case.json").get("steps").asInt();
            assertClose(
                    fixture + " vae decode",
                    vae.decode(golden.tensor("latents." + steps)),
                    golden.tensor("pixels"),
                    COMPONENT);
        }
    }

    @Test
    void referencesEncodeToTheRecordedPosterior() {
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/vae", DType.F32);
                var golden = Golden.tensors("edit1/tensors.safetensors")) {
            Autoencoder vae = new Autoencoder(VaeConfig.read(Golden.path("tiny/vae/config.json")), weights);
            List<String> references = golden.names().stream()
                    .filter(name -> name.startsWith("ref_u8."))
                    .toList();
            assertThat(references).isNotEmpty();
            for (String key : references) {
                String sample = key.substring("ref_u8".length());
                Tensor pixels = golden.tensor(key)
                        .to(DType.F32)
                        .div(255)
                        .mul(2)
                        .add(-1)
                        .permute(2, 0, 1)
                        .unsqueeze(0);
                Posterior posterior = vae.encode(pixels);
                assertClose(
                        "vae mean" + sample,
                        posterior.mean().squeeze(0),
                        golden.tensor("vae_mean" + sample),
                        COMPONENT);
                assertClose(
                        "vae logvar" + sample,
                        posterior.logVariance().squeeze(0),
                        golden.tensor("vae_logvar" + sample),
                        COMPONENT);
                Tensor drawn = vae.toLatents(
                        posterior.sample(golden.tensor("vae_epsilon" + sample).unsqueeze(0)));
                assertClose("ref_latents" + sample, drawn.squeeze(0), golden.tensor("ref_latents" + sample), COMPONENT);
            }
        }
    }
}
