// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The order of each model's waiting jobs. */
final class FairOrders {
    private final LiveJobs live;
    private final ToDoubleFunction<String> weight;
    private final Map<String, FairOrder> orders = new HashMap<>(); // by model

    /** @param weight of a key */
    FairOrders(LiveJobs live, ToDoubleFunction<String> weight) {
        this.live = live;
        this.weight = weight;
    }

    /** The job of a model that is next, which is taken. */
    synchronized Optional<Job> take(String model) {
        return of(model).take(live.queued(model), System.currentTimeMillis());
    }

    /** All waiting jobs of a model in the order in which they would be taken if nothing came. */
    synchronized List<Job> waiting(String model) {
        return of(model).order(live.queued(model), System.currentTimeMillis());
    }

    private FairOrder of(String model) {
        return orders.computeIfAbsent(model, _ -> new FairOrder(weight));
    }
}
