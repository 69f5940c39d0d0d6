// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.model.files.ByteSize;
import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.tensor.Device;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.run.TrainingException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/** The comparison of what a run needs with the main memory that there is, before anything is opened. */
final class MemoryCheck {
    private MemoryCheck() {}

    /**
     * Called by all processes. On a GPU nothing is compared: LibTorch reports when its memory is full.
     *
     * @param log gets a line if the run may not fit
     * @throws TrainingException if it cannot
     */
    static void of(TrainConfig config, ProcessGroup group, Consumer<String> log) {
        String host = host();
        long beside = group.allGather(host).stream().filter(host::equals).count();
        if (Device.getDefault() == Device.CPU) {
            of(TrainingForecast.of(config, group.worldSize()), beside, AvailableMemory.bytes(), log);
        }
    }

    /**
     * @param processes that share the memory
     * @param available bytes
     */
    static void of(TrainingForecast forecast, long processes, long available, Consumer<String> log) {
        String each = processes == 1 ? "" : " for each of " + processes + " processes";
        if (processes * forecast.exact() > available) {
            throw new TrainingException("memory expected %s of parameters, gradients and moments%s, found %s available;"
                            .formatted(ByteSize.gib(forecast.exact(), 1), each, ByteSize.gib(available, 1))
                    + " let fewer parameters learn (trainable, lora), or share moments (distributed.zero);"
                    + " train --forecast says more, DEEPGEN_MEMORY (such as 64G) replaces what was found");
        }
        if (processes * forecast.peak() > available) {
            log.accept(
                    "memory: the run may need %s%s, found %s available; a smaller batch, activation_checkpointing: true"
                                    .formatted(ByteSize.gib(forecast.peak(), 1), each, ByteSize.gib(available, 1))
                            + " or compute: BF16 takes less");
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return ""; // a machine without a name of its own: all are taken to be on one
        }
    }
}
