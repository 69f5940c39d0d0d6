// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.distributed;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Named tensors of several processes, gathered on rank 0. */
final class Gather {
    private static final JsonMapper JSON = new JsonMapper();

    private Gather() {}

    private record Spec(String name, DType type, long[] shape) {}

    /** All tensors in the order of their names, on rank 0; in the innermost scope, but for rank 0's own. */
    static Map<String, Tensor> onRankZero(ProcessGroup group, Map<String, Tensor> mine) {
        List<Spec> own = mine.entrySet().stream()
                .map(e ->
                        new Spec(e.getKey(), e.getValue().dtype(), e.getValue().shape()))
                .toList();
        Map<String, Tensor> all = new TreeMap<>(mine);
        List<String> lists = group.allGather(JSON.writeValueAsString(own));
        for (int rank = 1; rank < lists.size(); rank++) {
            for (Spec spec : Arrays.asList(JSON.readValue(lists.get(rank), Spec[].class))) {
                try (var scope = Scope.open()) {
                    Tensor tensor =
                            group.rank() == rank ? mine.get(spec.name()) : Tensor.zeros(spec.type(), spec.shape());
                    group.broadcast(rank, tensor);
                    if (group.rank() == 0) {
                        all.put(spec.name(), scope.keep(tensor));
                    }
                }
            }
        }
        return all;
    }
}
