// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static io.github.deepgen4j.cli.Acts.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.cli.Acts.Act;
import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.qwen.LanguageModel;
import io.github.deepgen4j.model.qwen.VisionTower;
import io.github.deepgen4j.model.text.TokenBatch;
import io.github.deepgen4j.model.vae.Autoencoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each act of the pipeline has one caller: building a network, tokenizing a batch, encoding an image. */
class OneImplementationTest {
    private static final String ARCHITECTURE = "model.components.Architecture";

    /** Measures the encoder alone, with random weights. */
    private static final String BENCH = "bench.Stage";

    /** First the one class; after it others that may, or still do. */
    private static final List<Act> ACTS = List.of(
            Act.of(DiffusionTransformer.class, NEW, ARCHITECTURE),
            Act.of(LanguageModel.class, NEW, ARCHITECTURE),
            Act.of(VisionTower.class, NEW, ARCHITECTURE),
            Act.of(StackedChannelBridging.class, NEW, ARCHITECTURE),
            Act.of(Autoencoder.class, NEW, ARCHITECTURE),
            Act.of(TokenBatch.class, "of", "model.generation.PromptEncoder"),
            Act.of(Autoencoder.class, "encode", "model.generation.LatentEncoder", BENCH));

    @Test
    void eachActHasOneCaller() {
        Map<String, Set<String>> callers =
                Acts.callers(Path.of("..").toAbsolutePath().normalize());
        assertThat(ACTS).flatExtracting(act -> act.differences(callers)).isEmpty();
    }

    @Test
    void aSecondCallerAndASuperfluousLineAreSeen() {
        Act act = Act.of(TokenBatch.class, "of", "a.Tokens", "b.Old");
        var callers = Map.of(TokenBatch.class.getName().replace('.', '/') + ".of", Set.of("a.Tokens", "c.New"));
        assertThat(act.differences(callers))
                .containsExactly(
                        "c.New calls TokenBatch.of, which is for a.Tokens: use that class",
                        "b.Old does not call TokenBatch.of: remove its line");
    }
}
