// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every store. */
abstract class JobStoreContract {
    private JobStore store;

    /** Opens the store, or opens it again. */
    abstract JobStore open();

    @BeforeEach
    void start() {
        store = open();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void add(Job... jobs) {
        store.add(
                List.of(jobs),
                List.of(jobs).stream().map(_ -> Optional.<String>empty()).toList());
    }

    private static Picture picture(String id, String job, int number, String prompt) {
        return new Picture(
                id,
                job,
                "k",
                "nano",
                prompt,
                number,
                "7",
                64,
                48,
                "sum",
                99,
                "2026/01/01/" + id + ".png",
                0.5,
                false,
                "",
                1000 + number);
    }

    @Test
    void jobsComeBackAsTheyWere() {
        Job job = Jobs.of("job_1", "k", 10, 1234);
        add(job);
        store.close();
        store = open();
        assertThat(store.find("job_1")).contains(job);
        Job failed = job.running(2000).ended(JobStatus.FAILED, 3000, Optional.of(new JobError("c", "f", "m\n\"x\"")));
        store.update(failed);
        assertThat(store.find("job_1")).contains(failed);
        assertThat(store.find("job_2")).isEmpty();
        assertThat(store.inputs()).containsExactlyInAnyOrder("sum-a", "sum-b", "sum-m");
    }

    @Test
    void unfinishedJobsAreInOrder() {
        Job running = Jobs.of("job_2", "k", 10, 2).running(3);
        Job ended = Jobs.of("job_3", "k", 10, 3).ended(JobStatus.SUCCEEDED, 4, Optional.empty());
        add(running, ended, Jobs.of("job_1", "k", 10, 1));
        store.update(running);
        store.update(ended);
        assertThat(store.unfinished()).extracting(Job::id).containsExactly("job_1", "job_2");
        assertThat(store.endedBefore(5, 10)).containsExactly("job_3");
        assertThat(store.endedBefore(4, 10)).isEmpty();
    }

    @Test
    void jobsAreAddedTogetherOrNotAtAll() {
        add(Jobs.of("job_2", "k", 10, 1));
        List<Job> jobs = List.of(Jobs.of("job_1", "k", 10, 1), Jobs.of("job_2", "k", 10, 1));
        assertThatThrownBy(() -> store.add(jobs, List.of(Optional.empty(), Optional.empty())))
                .isInstanceOf(StoreException.class);
        assertThat(store.unfinished()).extracting(Job::id).containsExactly("job_2");
    }

    @Test
    void listsAreOfOneKeyNewestFirst() {
        add(
                Jobs.of("job_1", "k", 10, 1),
                Jobs.of("job_2", "other", 10, 1),
                Jobs.of("job_3", "k", 10, 1),
                Jobs.of("job_4", "k", 10, 1));
        Page first = new Page(Optional.empty(), 2);
        assertThat(store.jobs(Optional.of("k"), Optional.empty(), first))
                .extracting(Job::id)
                .containsExactly("job_4", "job_3");
        assertThat(store.jobs(Optional.of("k"), Optional.empty(), new Page(Optional.of("job_3"), 2)))
                .extracting(Job::id)
                .containsExactly("job_1");
        assertThat(store.jobs(Optional.empty(), Optional.of(JobStatus.QUEUED), new Page(Optional.empty(), 9)))
                .hasSize(4);
    }

    @Test
    void aNumberOfAJobHasOnePicture() {
        store.add(picture("img_1", "job_1", 0, "an apple"), 100);
        store.add(picture("img_2", "job_1", 0, "an apple"), 100); // not counted: there is one
        store.add(picture("img_3", "job_1", 1, "an apple"), 100);
        assertThat(store.pictures("job_1")).extracting(Picture::id).containsExactly("img_1", "img_3");
        assertThat(store.files()).containsExactlyInAnyOrder("2026/01/01/img_1.png", "2026/01/01/img_3.png");
        assertThat(store.picturesBefore(1001, 10)).extracting(Picture::id).containsExactly("img_1");
    }

    @Test
    void whatAKeyHasDrawnIsCountedWhateverIsRemoved() {
        store.add(picture("img_1", "job_1", 0, "an apple"), 100);
        store.add(picture("img_2", "job_1", 1, "an apple"), 50);
        long one = store.pictureBytes(Optional.of("k")) / 2;
        store.update(store.picture("img_1").orElseThrow().with(true, ""));
        assertThat(store.oldest("k", 9)).extracting(Picture::id).containsExactly("img_2");
        store.deletePicture("img_2");
        assertThat(store.usage("k", 1000)).isEqualTo(new Usage(2, 150));
        assertThat(store.usage("k", 1000 + 86_400_000)).isEqualTo(new Usage(0, 0));
        assertThat(store.usage("other", 1000)).isEqualTo(new Usage(0, 0));
        assertThat(store.pictureBytes(Optional.of("k"))).isEqualTo(one).isPositive();
        assertThat(store.pictureBytes(Optional.of("other"))).isZero();
        assertThat(store.keysWithPictures()).containsExactly("k");
    }

    @Test
    void theGalleryIsSearched() {
        store.add(picture("img_1", "job_1", 0, "a red APPLE"), 100);
        store.add(picture("img_2", "job_2", 0, "50 % of a_pear"), 100);
        store.update(store.picture("img_1").orElseThrow().with(true, "Best"));
        Page page = new Page(Optional.empty(), 10);
        Optional<String> all = Optional.empty();
        assertThat(store.pictures("k", Optional.of("apple"), all, Optional.empty(), page))
                .hasSize(1);
        assertThat(store.pictures("k", Optional.of("%"), all, Optional.empty(), page))
                .extracting(Picture::id)
                .containsExactly("img_2");
        assertThat(store.pictures("k", Optional.of("best"), all, Optional.of(true), page))
                .hasSize(1);
        assertThat(store.pictures("other", all, all, Optional.empty(), page)).isEmpty();
        store.deletePicture("img_1");
        assertThat(store.picture("img_1")).isEmpty();
    }

    @Test
    void namesOfRequestsBelongToKeysAndAreForgotten() {
        Job job = Jobs.of("job_1", "k", 10, 1000);
        store.add(List.of(job), List.of(Optional.of("t")));
        assertThat(store.remembered("k", "t")).contains(new JobStore.Remembered("hash", "job_1", 1000));
        assertThat(store.remembered("other", "t")).isEmpty();
        assertThatThrownBy(() -> store.add(List.of(Jobs.of("job_2", "k", 10, 1)), List.of(Optional.of("t"))))
                .isInstanceOf(StoreException.class);
        store.forgetBefore(1001);
        assertThat(store.remembered("k", "t")).isEmpty();
    }

    @Test
    void deletedJobsTakeTheirInputsAlong() {
        add(Jobs.of("job_1", "k", 10, 1));
        store.delete("job_1");
        assertThat(store.find("job_1")).isEmpty();
        assertThat(store.inputs()).isEmpty();
        assertThat(store.alive()).isTrue();
    }

    @Test
    void paceIsKept() {
        store.put(new JobStore.Pace("nano", "f", 64, 2, 0.5, 0.1));
        store.put(new JobStore.Pace("nano", "f", 64, 2, 0.7, 0.2));
        assertThat(store.paces()).containsExactly(new JobStore.Pace("nano", "f", 64, 2, 0.7, 0.2));
    }
}
