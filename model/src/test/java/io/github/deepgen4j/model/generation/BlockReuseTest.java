// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.sampling.StepReuse;
import io.github.deepgen4j.model.sampling.VelocityField.Moment;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The arithmetic of reuse by hand: two image tokens, of which the first is the target's. */
class BlockReuseTest {
    private final AtomicInteger computed = new AtomicInteger();

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** Tokens before (t, 0), after the first block (t + residual, residual), after all blocks t + residual + 10. */
    private float step(BlockReuse reuse, int number, float t, float residual) {
        try (var _ = Scope.open()) {
            Tensor before = Tensor.of(new float[] {t, 0}, 1, 2, 1);
            Tensor after = Tensor.of(new float[] {t + residual, residual}, 1, 2, 1);
            Tensor x = reuse.at(new Moment(number, 10, 500)).of(before, after, () -> {
                computed.incrementAndGet();
                return after.narrow(1, 0, 1).add(10 + number);
            });
            return x.toFloats()[0];
        }
    }

    @Test
    void whatChangesLittleIsReusedUntilItHasChangedMuch() {
        try (var reuse = new BlockReuse(new StepReuse.Below(0.15), Observer.NONE)) {
            assertThat(step(reuse, 0, 1, 2)).as("computed").isEqualTo(1 + 2 + 10);
            assertThat(step(reuse, 1, 5, 2.2f)).as("0.1 off").isEqualTo(5 + 2.2f + 10);
            assertThat(step(reuse, 2, 5, 2.4f)).as("0.2 off the computed one").isEqualTo(5 + 2.4f + 12);
            assertThat(step(reuse, 3, 7, 2.5f)).as("of step 2 now").isEqualTo(7 + 2.5f + 12);
            assertThat(computed).hasValue(2);
        }
    }

    @Test
    void aStepThatHasNoneBeforeItIsComputed() {
        try (var reuse = new BlockReuse(StepReuse.parse("1-9/10"), Observer.NONE)) {
            assertThat(step(reuse, 4, 1, 2))
                    .as("the field is asked first at step 4")
                    .isEqualTo(1 + 2 + 14);
            assertThat(step(reuse, 5, 1, 3)).isEqualTo(1 + 3 + 14);
            assertThat(computed).hasValue(1);
        }
    }
}
