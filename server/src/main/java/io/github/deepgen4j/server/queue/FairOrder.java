// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The order of jobs: start-time fair queueing (Goyal, Vin, Cheng: Start-time Fair Queuing, 1996) over flows, one for
 * each user of each key. A job's length is its forecast work over the flow's weight and its priority's; the flow whose
 * first job has the smallest virtual finish time goes first, so one with thousands of jobs delays another one's single
 * picture by at most the picture that is being drawn. Within a flow: priority, then order of submission.
 */
final class FairOrder {
    private final ToDoubleFunction<String> weight;
    private final Map<String, Double> starts = new HashMap<>(); // of the next job of flows that have one
    private final Map<String, Double> ends = new HashMap<>(); // of the last job of other flows
    private double now; // virtual time: where the last job that was taken began

    /** @param weight of a key */
    FairOrder(ToDoubleFunction<String> weight) {
        this.weight = weight;
    }

    private FairOrder(FairOrder other) {
        this(other.weight);
        starts.putAll(other.starts);
        ends.putAll(other.ends);
        now = other.now;
    }

    /** The job that is next, which is taken: the flow's share is used up by so much. */
    Optional<Job> take(Collection<Job> queued, long millis) {
        Flows flows = new Flows(queued, millis);
        return flows.take();
    }

    /** All jobs in the order in which they would be taken if nothing came. */
    List<Job> order(Collection<Job> queued, long millis) {
        Flows flows = new FairOrder(this).new Flows(queued, millis);
        List<Job> order = new ArrayList<>(queued.size());
        for (Optional<Job> next = flows.take(); next.isPresent(); next = flows.take()) {
            order.add(next.get());
        }
        return order;
    }

    private static String flow(Job job) {
        return job.key() + "\n" + job.user();
    }

    /** The queued jobs of each flow, in its own order. */
    private final class Flows {
        private final Map<String, Deque<Job>> jobs = new HashMap<>();
        private final Map<String, Integer> users = new HashMap<>();
        private final long millis;

        Flows(Collection<Job> queued, long millis) {
            this.millis = millis;
            queued.stream()
                    .sorted(Comparator.comparing((Job job) -> priority(job))
                            .reversed()
                            .thenComparing(Job::id))
                    .forEach(job -> jobs.computeIfAbsent(flow(job), _ -> new ArrayDeque<>())
                            .add(job));
            jobs.values().forEach(flow -> users.merge(flow.getFirst().key(), 1, Integer::sum));
            List.copyOf(starts.keySet()).stream()
                    .filter(flow -> !jobs.containsKey(flow))
                    .forEach(flow -> ends.put(flow, starts.remove(flow)));
            jobs.keySet().forEach(flow -> starts.computeIfAbsent(flow, this::begun));
            ends.values().removeIf(end -> end <= now); // their past does not count any more
        }

        /** A flow that was idle begins now, not with the share that it did not use. */
        private double begun(String flow) {
            Double end = ends.remove(flow);
            return end == null ? now : Math.max(now, end);
        }

        private Priority priority(Job job) {
            return job.priority().after(millis - job.created());
        }

        Optional<Job> take() {
            String best = null;
            double bestFinish = 0;
            for (var flow : jobs.entrySet()) {
                double finish = finish(flow.getKey(), flow.getValue().getFirst());
                if (best == null || finish < bestFinish || finish == bestFinish && earlier(flow.getKey(), best)) {
                    best = flow.getKey();
                    bestFinish = finish;
                }
            }
            if (best == null) {
                return Optional.empty();
            }
            Deque<Job> flow = jobs.get(best);
            now = Math.max(now, starts.get(best));
            starts.put(best, bestFinish);
            Job taken = flow.removeFirst();
            if (flow.isEmpty()) {
                jobs.remove(best);
            }
            return Optional.of(taken);
        }

        private boolean earlier(String flow, String other) {
            return jobs.get(flow)
                            .getFirst()
                            .id()
                            .compareTo(jobs.get(other).getFirst().id())
                    < 0;
        }

        private double finish(String flow, Job job) {
            double share = weight.applyAsDouble(job.key()) / users.get(job.key());
            return starts.get(flow) + job.cost() / (share * priority(job).weight());
        }
    }
}
