// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.ConfigException;
import java.util.stream.LongStream;

/**
 * The micro-batches of a run that one process computes. The micro-batches of a step are dealt out in blocks, so that
 * the data of a step are the same for any number of processes, and each process sees whole cycles of the data where the
 * blocks are long enough for that.
 *
 * @param accumulation micro-batches of a step, of all processes together
 */
public record Turns(int accumulation, int rank, int world) {
    public Turns {
        if (accumulation % world != 0) {
            throw new ConfigException("accumulation expected a multiple of the number of processes, which share the"
                    + " micro-batches of a step; found accumulation " + accumulation + " and " + world + " processes");
        }
    }

    /** Micro-batches of a step that a process computes. */
    public int each() {
        return accumulation / world;
    }

    /** Numbers of this process' micro-batches in step 1, 2, ... */
    public LongStream ofStep(int step) {
        long first = (step - 1L) * accumulation + (long) rank * each();
        return LongStream.range(first, first + each());
    }

    /** The number of this process that follows one of its numbers. */
    public long next(long number) {
        boolean lastOfBlock = (number + 1) % each() == 0;
        return number + 1 + (lastOfBlock ? accumulation - each() : 0);
    }
}
