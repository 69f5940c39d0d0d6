// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The order of jobs. */
class FairOrderTest {
    private static final long NOW = 1_000_000_000L;

    private final FairOrder order = new FairOrder(key -> key.equals("heavy") ? 3 : 1);

    private static List<Job> jobs(String key, int count, int steps) {
        return IntStream.range(0, count)
                .mapToObj(i -> Jobs.of("job_%s_%06d".formatted(key, i), key, steps, NOW))
                .toList();
    }

    private List<String> taken(List<Job> queued, int count) {
        List<Job> left = new ArrayList<>(queued);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Job job = order.take(left, NOW).orElseThrow();
            left.remove(job);
            keys.add(job.key());
        }
        return keys;
    }

    @Test
    void oneKeysThousandJobsDelayAnothersByOne() {
        List<Job> queued = new ArrayList<>(jobs("a", 1000, 10));
        assertThat(taken(queued, 3)).containsOnly("a");
        queued.addAll(jobs("b", 1, 10));
        assertThat(taken(queued, 2)).contains("b");
    }

    @Test
    void sharesFollowWeightsAndWork() {
        List<Job> equal = new ArrayList<>(jobs("a", 40, 10));
        equal.addAll(jobs("heavy", 40, 10));
        assertThat(taken(equal, 40)).filteredOn("heavy"::equals).hasSizeBetween(29, 31);
        List<Job> unequal = new ArrayList<>(jobs("c", 40, 40));
        unequal.addAll(jobs("d", 40, 10));
        assertThat(taken(unequal, 40)).filteredOn("d"::equals).hasSizeBetween(31, 33);
    }

    @Test
    void prioritiesGoFirstAndGrowWithWaiting() {
        Job low = Jobs.of("job_1", "a", 10, NOW - Duration.ofMinutes(25).toMillis())
                .withPriority(Priority.LOW);
        Job normal = Jobs.of("job_2", "a", 10, NOW);
        assertThat(order.order(List.of(normal, low), NOW)).containsExactly(low, normal);
        Job young = Jobs.of("job_0", "a", 10, NOW).withPriority(Priority.LOW);
        assertThat(order.order(List.of(young, normal), NOW)).containsExactly(normal, young);
    }

    @Test
    void theOrderIsThatInWhichTheyAreTaken() {
        List<Job> queued = new ArrayList<>(jobs("a", 5, 10));
        queued.addAll(jobs("b", 5, 25));
        List<Job> expected = order.order(queued, NOW);
        List<Job> left = new ArrayList<>(queued);
        List<Job> found = new ArrayList<>();
        while (!left.isEmpty()) {
            Job next = order.take(left, NOW).orElseThrow();
            left.remove(next);
            found.add(next);
        }
        assertThat(found).isEqualTo(expected).hasSize(10);
    }
}
