// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.server.engine.ModelFacts;
import io.github.deepgen4j.server.engine.Settled;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** When jobs begin and end: the rest of what runs, then what waits before them, by the measured pace. */
final class Estimates {
    private final LiveJobs live;
    private final FairOrders orders;
    private final PaceTable paces;
    private final Function<String, Optional<ModelFacts>> facts;

    /** @param facts of a model, by name */
    Estimates(LiveJobs live, FairOrders orders, PaceTable paces, Function<String, Optional<ModelFacts>> facts) {
        this.live = live;
        this.orders = orders;
        this.paces = paces;
        this.facts = facts;
    }

    /** When a job begins and ends; empty if it has ended, or the model is not known yet. */
    Optional<Eta> of(LiveJob entry) {
        Job job = entry.job();
        if (job.status().ended()) {
            return Optional.empty();
        }
        if (job.status() == JobStatus.RUNNING) {
            return left(entry).map(seconds -> new Eta(0, live.queued().size(), 0, seconds, measured(job)));
        }
        return Optional.ofNullable(ofWaiting(job.model()).get(job.id()))
                .or(() -> left(entry).map(seconds -> new Eta(1, 0, 0, seconds, measured(job)))); // just taken
    }

    /** When the waiting jobs of a model begin and end, by their ids; those of which that is known. */
    Map<String, Eta> ofWaiting(String model) {
        List<Job> waiting = orders.waiting(model);
        Map<String, Eta> etas = new HashMap<>();
        double start = running(model);
        int position = 0;
        for (Job job : waiting) {
            position++;
            Optional<Double> seconds = live.find(job.id()).flatMap(this::left);
            if (seconds.isPresent()) {
                double finish = start + seconds.get();
                etas.put(job.id(), new Eta(position, waiting.size(), start, finish, measured(job)));
                start = finish;
            }
        }
        return etas;
    }

    /** The beginnings and ends of all jobs, as they are known now. */
    Forecast forecast() {
        return new Forecast(this);
    }

    /** When a job of this kind would begin and end if it were submitted now, behind all others. */
    Optional<Eta> ofNew(String model, Settled settled, int steps, int count) {
        List<Job> waiting = orders.waiting(model);
        double before =
                running(model) + waiting.stream().mapToDouble(this::left).sum();
        return pace(model, settled)
                .map(pace -> new Eta(
                        waiting.size() + 1,
                        waiting.size(),
                        before,
                        before + count * pace.seconds(steps),
                        pace.measured()));
    }

    /** Seconds of work that all jobs still need. */
    double work() {
        return live.all().stream().mapToDouble(each -> left(each).orElse(0.0)).sum();
    }

    /** Seconds until a running picture has ended and a place is free. */
    double nextPlace() {
        return Math.max(
                1,
                live.running()
                        .mapToDouble(each -> left(each).orElse(60.0))
                        .min()
                        .orElse(1));
    }

    private double running(String model) {
        return live.running()
                .filter(each -> each.job().model().equals(model))
                .mapToDouble(each -> left(each).orElse(0.0))
                .sum();
    }

    private double left(Job job) {
        return live.find(job.id()).flatMap(this::left).orElse(0.0);
    }

    /** Seconds of work that a job still needs. */
    Optional<Double> left(LiveJob entry) {
        Job job = entry.job();
        Progress progress = entry.progress();
        return pace(job.model(), job.settled()).map(pace -> {
            int images = job.settings().count() - entry.pictures().size();
            double whole = images * pace.seconds(job.settings().steps());
            return Math.max(0, whole - progress.step() * pace.step());
        });
    }

    private boolean measured(Job job) {
        return pace(job.model(), job.settled())
                .map(PaceTable.Estimate::measured)
                .orElse(false);
    }

    private Optional<PaceTable.Estimate> pace(String model, Settled settled) {
        return paces.estimate(model, facts.apply(model), settled);
    }
}
