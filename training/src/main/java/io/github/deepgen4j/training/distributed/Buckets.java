// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.distributed;

import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Parameters dealt out to processes, and put together to pieces that are worth a message. Whole tensors are dealt out,
 * the largest first, each to the process with the least so far: a pure function of the shapes, the same on all
 * processes.
 */
final class Buckets {
    /** Elements from which a bucket is full: 64 MB in float32. */
    private static final long FULL = 1 << 24;

    /** Parameters of one owner, in the order of the model. */
    record Bucket(int owner, List<String> names) {}

    private Buckets() {}

    static List<Bucket> of(Map<String, Tensor> parameters, int worldSize) {
        List<String> names = List.copyOf(parameters.keySet());
        long[] elements =
                parameters.values().stream().mapToLong(Tensor::elements).toArray();
        int[] owners = owners(elements, worldSize);
        List<Bucket> buckets = new ArrayList<>();
        for (int owner = 0; owner < worldSize; owner++) {
            List<String> open = new ArrayList<>();
            long size = 0;
            for (int i = 0; i < owners.length; i++) {
                if (owners[i] != owner) {
                    continue;
                }
                open.add(names.get(i));
                size += elements[i];
                if (size >= FULL) {
                    buckets.add(new Bucket(owner, open));
                    open = new ArrayList<>();
                    size = 0;
                }
            }
            if (!open.isEmpty()) {
                buckets.add(new Bucket(owner, open));
            }
        }
        return buckets;
    }

    static int[] owners(long[] elements, int worldSize) {
        Integer[] order = new Integer[elements.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong((Integer i) -> -elements[i])); // stable
        int[] owners = new int[elements.length];
        long[] held = new long[worldSize];
        for (int i : order) {
            int least = 0;
            for (int rank = 1; rank < worldSize; rank++) {
                if (held[rank] < held[least]) {
                    least = rank;
                }
            }
            owners[i] = least;
            held[least] += elements[i];
        }
        return owners;
    }
}
