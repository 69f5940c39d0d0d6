// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.engine.RestingEngine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has engines give back their memory: for another model that needs it, or because nobody has asked them for long. */
final class EngineRests {
    private final Residency residency;
    private final Residents residents;
    private final FairOrders orders;
    private final LiveJobs live;
    private final Map<String, Engine> engines = new HashMap<>();
    private final boolean bounded;

    EngineRests(Residency residency, List<Engine> engines, FairOrders orders, LiveJobs live) {
        this.residency = residency;
        this.residents = new Residents(residency.memory());
        this.orders = orders;
        this.live = live;
        engines.forEach(engine -> this.engines.put(engine.name(), engine));
        this.bounded =
                residency.bounded() && engines.size() > 1 && engines.stream().allMatch(RestingEngine.class::isInstance);
    }

    /** Makes room for the next job of a model, and waits for that; false if it has to wait for its turn. */
    boolean enter(String model) {
        if (!bounded || live.queued(model).isEmpty()) {
            return !live.queued(model).isEmpty();
        }
        Optional<List<String>> leaving = residents.enter(model, heads(), now());
        leaving.ifPresent(names -> names.forEach(name -> ((RestingEngine) engines.get(name)).rest()));
        return leaving.isPresent();
    }

    private Map<String, Residents.Head> heads() {
        Map<String, Residents.Head> heads = new HashMap<>();
        for (Engine engine : engines.values()) {
            List<Job> waiting = engine.state().ready() ? orders.waiting(engine.name()) : List.of();
            if (!waiting.isEmpty()) {
                long oldest = waiting.stream().mapToLong(Job::created).min().orElseThrow();
                heads.put(
                        engine.name(),
                        new Residents.Head(waiting.getFirst().settled().memoryBytes(), oldest));
            }
        }
        return heads;
    }

    /** The model's job has ended, or there was none after all. */
    void leave(String model) {
        if (engines.get(model).state().up()) {
            residents.leave(model, now());
        } else {
            residents.gone(model, now()); // its process has ended
        }
    }

    /** Has an engine rest that nobody has asked for long enough. */
    void idle(Engine engine) {
        if (engine instanceof RestingEngine resting
                && residency.keepAlive().isPresent()
                && engine.state().up()
                && live.queued(engine.name()).isEmpty()
                && now() - resting.lastAskedMillis()
                        >= residency.keepAlive().get().toMillis()) {
            resting.rest();
            residents.gone(engine.name(), now());
        }
    }

    private long now() {
        return residency.clock().millis();
    }
}
