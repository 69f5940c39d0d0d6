// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.server.queue.Residents.Head;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Models in a memory of 20, by times that the tests tell. */
class ResidentsTest {
    private static final long LONG = 120_000; // milliseconds
    private static final Optional<List<String>> WAITS = Optional.empty();

    private final Residents residents = new Residents(20);
    private final Map<String, Head> heads = new HashMap<>();
    private long now = 1_000_000;

    private void waits(String model, long bytes) {
        heads.put(model, new Head(bytes, now));
    }

    private Optional<List<String>> enter(String model) {
        return residents.enter(model, heads, now);
    }

    /** The model's only job is drawn. */
    private void draw(String model, long bytes) {
        waits(model, bytes);
        assertThat(enter(model)).isPresent();
        heads.remove(model);
        residents.leave(model, ++now);
    }

    private static Optional<List<String>> after(String... models) {
        return Optional.of(List.of(models));
    }

    @Test
    void allThatFitStay() {
        draw("a", 8);
        draw("b", 12);
        waits("a", 8);
        assertThat(enter("a")).isEqualTo(after());
    }

    @Test
    void theOneUsedLongestAgoLeaves() {
        draw("a", 8);
        draw("b", 8);
        draw("a", 8);
        waits("c", 8);
        assertThat(enter("c")).isEqualTo(after("b"));
        residents.leave("c", ++now);
        waits("d", 20);
        heads.remove("c");
        assertThat(enter("d")).isEqualTo(after("a", "c"));
    }

    @Test
    void oneWithoutAJobDoesNotEnter() {
        assertThat(enter("a")).isEqualTo(WAITS);
    }

    @Test
    void oneThatDrawsDoesNotLeaveHoweverLongOthersWait() {
        waits("a", 12);
        waits("b", 12);
        assertThat(enter("a")).isEqualTo(after());
        heads.remove("a");
        now += 10 * LONG;
        assertThat(enter("b")).isEqualTo(WAITS);
        residents.leave("a", now);
        assertThat(enter("b")).isEqualTo(after("a"));
    }

    @Test
    void oneWithAQueueLeavesAfterTwoMinutesOnly() {
        draw("a", 12);
        waits("a", 12);
        waits("b", 12);
        now += LONG - 1;
        assertThat(enter("b")).isEqualTo(WAITS);
        assertThat(enter("a")).as("its queue goes on").isEqualTo(after());
        residents.leave("a", now);
        now++;
        assertThat(enter("a")).as("the other one's turn").isEqualTo(WAITS);
        assertThat(enter("b")).isEqualTo(after("a"));
    }

    @Test
    void oneThatHadToLeaveWaitsTwoMinutesFromThenOn() {
        waits("a", 12); // all its jobs are old
        now += 5 * LONG;
        draw("b", 12);
        waits("b", 12);
        assertThat(enter("a")).isEqualTo(after("b"));
        residents.leave("a", now);
        now += LONG - 1;
        assertThat(enter("a")).isEqualTo(after());
        residents.leave("a", now);
        assertThat(enter("b")).isEqualTo(WAITS);
        now++;
        assertThat(enter("b")).isEqualTo(after("a"));
    }

    @Test
    void anEmptyQueueGivesItsPlaceAtOnce() {
        draw("a", 12);
        waits("b", 12);
        assertThat(enter("b")).isEqualTo(after("a"));
    }

    @Test
    void onlyAsManyLeaveAsMust() {
        draw("a", 6);
        draw("b", 6);
        draw("c", 6);
        waits("a", 6);
        waits("d", 8);
        assertThat(enter("d")).as("a has a queue").isEqualTo(after("b"));
    }

    @Test
    void aLargerPictureNeedsMoreRoom() {
        draw("a", 8);
        draw("b", 12);
        waits("a", 9);
        assertThat(enter("a")).isEqualTo(after("b"));
    }

    @Test
    void oneThatIsTooLargeForAllMemoryIsTriedAlone() {
        draw("a", 8);
        waits("b", 100);
        assertThat(enter("b")).isEqualTo(after("a"));
    }

    @Test
    void whatAProcessHadIsFreeWhenItHasEnded() {
        draw("a", 12);
        residents.gone("a", now);
        waits("b", 12);
        assertThat(enter("b")).isEqualTo(after());
    }
}
