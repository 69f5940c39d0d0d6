// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.memory;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.files.ByteSize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.memory.MemoryForecast.Need;
import io.github.deepgen4j.model.memory.MemoryForecast.WeightBytes;
import io.github.deepgen4j.model.memory.MemoryForecast.Work;
import io.github.deepgen4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Chooses how weights reside for one piece of work, or refuses it with what would help. */
public record MemoryPlan(ModelConfig config, WeightBytes weights, Work work, DType compute) {

    public MemoryForecast forecast(Offload offload) {
        return MemoryForecast.of(config, weights, work, compute, offload);
    }

    /**
     * The offload to work with: the one asked for, or for AUTO the fastest that fits.
     *
     * @param available bytes that the process may have
     * @throws MemoryException if what was asked for does not fit, or nothing does
     */
    public Offload choose(Offload asked, long available) {
        if (asked != Offload.MODEL && forecast(Offload.NONE).peak() <= available) {
            return Offload.NONE;
        }
        if (asked != Offload.NONE && forecast(Offload.MODEL).peak() <= available) {
            return Offload.MODEL;
        }
        Offload smallest = asked == Offload.NONE ? Offload.NONE : Offload.MODEL;
        Need need = forecast(smallest).largest();
        throw new MemoryException(
                "an image of %s needs %s of memory (%s: weights %s, activations %s), %s are available; %s"
                        .formatted(
                                work.size(),
                                gib(need.total()),
                                need.stage(),
                                gib(need.weights()),
                                gib(need.activations()),
                                gib(available),
                                help(asked, available)));
    }

    private String help(Offload asked, long available) {
        List<String> helps = new ArrayList<>();
        if (asked == Offload.NONE && forecast(Offload.MODEL).peak() <= available) {
            helps.add("offload between stages");
        }
        for (int divisor = 2; divisor <= 4 && helps.isEmpty(); divisor *= 2) {
            Size smaller = new Size(
                            Math.max(1, work.size().width() / divisor),
                            Math.max(1, work.size().height() / divisor))
                    .roundedUpTo(config.sideMultiple());
            Work less = new Work(smaller, work.references(), work.rows(), work.tokens(), work.keptRows());
            if (new MemoryPlan(config, weights, less, compute)
                            .forecast(Offload.MODEL)
                            .peak()
                    <= available) {
                helps.add("size " + smaller);
            }
        }
        if (compute == DType.F32) {
            helps.add("arithmetic in bf16 (less memory, slower on some processors)");
        }
        return helps.isEmpty() ? "a machine with more memory is needed" : "would help: " + String.join(", ", helps);
    }

    private static String gib(long bytes) {
        return ByteSize.gib(bytes, 1);
    }
}
