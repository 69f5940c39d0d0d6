// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.distributed;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.tensor.Device;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.ProcessGroup.Backend;
import io.github.deepgen4j.tensor.ProcessGroup.Rendezvous;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The variables with which torchrun, Slurm scripts and {@code deepgen launch} start processes: {@code RANK},
 * {@code WORLD_SIZE}, {@code MASTER_ADDR}, {@code MASTER_PORT}; {@code LOCAL_RANK} chooses among several GPUs.
 */
public final class Launch {
    private Launch() {}

    /**
     * Joins the other processes that these variables tell of, on the GPU of this process where it computes on one: that
     * with the number {@code LOCAL_RANK}, counted anew where there are fewer, or the first.
     *
     * @return a group of this process only without such variables
     * @throws ConfigException if they are incomplete or contradict each other
     */
    public static ProcessGroup join(Map<String, String> environment, Duration timeout, Backend backend) {
        Optional<Rendezvous> rendezvous = rendezvous(environment, timeout);
        if (rendezvous.isPresent() && Device.getDefault() == Device.CUDA) {
            int local = isUnset(environment, "LOCAL_RANK") ? 0 : number(environment, "LOCAL_RANK");
            Device.selectGpu(local % Device.gpus());
        }
        return rendezvous.map(others -> ProcessGroup.join(others, backend)).orElseGet(ProcessGroup::alone);
    }

    static Optional<Rendezvous> rendezvous(Map<String, String> environment, Duration timeout) {
        if (isUnset(environment, "WORLD_SIZE") && isUnset(environment, "RANK")) {
            return Optional.empty();
        }
        int worldSize = number(environment, "WORLD_SIZE");
        int rank = number(environment, "RANK");
        if (worldSize == 1 && rank == 0) {
            return Optional.empty();
        }
        boolean agent =
                environment.getOrDefault("TORCHELASTIC_USE_AGENT_STORE", "").equalsIgnoreCase("true");
        try {
            return Optional.of(new Rendezvous(
                    text(environment, "MASTER_ADDR"),
                    number(environment, "MASTER_PORT"),
                    agent,
                    rank,
                    worldSize,
                    timeout));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT in the environment: " + e.getMessage(), e);
        }
    }

    private static String text(Map<String, String> environment, String name) {
        if (isUnset(environment, name)) {
            throw new ConfigException("the environment says that this is one of several processes, but not " + name
                    + ": expected RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT, as torchrun or deepgen launch"
                    + " set them");
        }
        return environment.get(name);
    }

    private static boolean isUnset(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").isBlank();
    }

    private static int number(Map<String, String> environment, String name) {
        String value = text(environment, name);
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new ConfigException("environment variable " + name + " expected a number, found " + value, e);
        }
    }
}
