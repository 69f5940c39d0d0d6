// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.testing.ManyCallers;
import io.github.deepgen4j.testing.ManyCallers.Outcome;
import org.junit.jupiter.api.Test;

/** Two hundred callers of one model, as in a service. */
class ManyCallersTest {
    private static final GenerateRequest REQUEST =
            GenerateRequest.of("a red apple").withSize(32, 32).withSteps(3);

    @Test
    void everyRequestEndsRightAndNothingStays() {
        DeepGen deepgen = DeepGen.open(Golden.path("tiny"));
        var callers = new ManyCallers(deepgen, REQUEST);
        long resting = Scope.liveHandles();
        Outcome all = callers.run(200, 50, Integer.MAX_VALUE, 7);
        assertThat(all.wrong()).isEmpty();
        assertThat(all.drawn() + all.cancelled()).isEqualTo(200);
        assertThat(all.drawn()).isGreaterThanOrEqualTo(150);
        assertThat(all.cancelled()).isPositive();
        deepgen.generate(REQUEST); // behind whatever a caller that was interrupted left running
        assertThat(Scope.liveHandles()).isEqualTo(resting);
        deepgen.close();
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void closingInTheMiddleFailsTheRest() {
        DeepGen deepgen = DeepGen.open(Golden.path("tiny"));
        Outcome all = new ManyCallers(deepgen, REQUEST).run(200, 50, 60, 11);
        assertThat(all.wrong()).isEmpty();
        assertThat(all.drawn() + all.cancelled() + all.closed()).isEqualTo(200);
        assertThat(all.drawn()).isPositive();
        assertThat(all.closed()).isPositive();
        deepgen.close();
        assertThat(Scope.liveHandles()).isZero();
        assertThatThrownBy(() -> deepgen.generate(REQUEST)).isInstanceOf(ModelClosedException.class);
    }
}
