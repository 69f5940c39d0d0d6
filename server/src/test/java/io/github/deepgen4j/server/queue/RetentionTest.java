// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.server.results.DataFolder;
import io.github.deepgen4j.server.results.Pictures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures go with their files when their time or their key's room is over; favourites stay. */
class RetentionTest {
    private static final int BYTES = 100;
    private static final long DAY = Duration.ofDays(1).toMillis();

    @TempDir
    private Path folder;

    private DataFolder data;
    private JobStore store;
    private Pictures files;

    @BeforeEach
    void open() {
        data = DataFolder.open(folder);
        store = new SqliteStore(data.database(), _ -> {});
        files = new Pictures(data);
    }

    @AfterEach
    void close() {
        store.close();
        data.close();
    }

    /** A picture of 100 bytes that was drawn so many days after 1970. */
    private Picture draw(String key, int number, long day) {
        String id = "img_" + key + String.format(Locale.ROOT, "%03d", number);
        String place = files.write(id, Instant.ofEpochMilli(day * DAY), new byte[BYTES]);
        var picture = new Picture(
                id, "job_1", key, "nano", "x", number, "7", 8, 8, "sum", BYTES, place, 0.5, false, "", day * DAY);
        store.add(picture, 1);
        return picture;
    }

    private void sweep(QueueLimits limits, long day) {
        new Retention(store, new Gallery(store, files), limits).sweep(day * DAY);
    }

    private List<String> kept(String key) {
        Page all = new Page(Optional.empty(), 1000);
        return store.pictures(key, Optional.empty(), Optional.empty(), Optional.empty(), all).stream()
                .map(Picture::id)
                .sorted()
                .toList();
    }

    @Test
    void allThatIsTooOldGoesNotTheFirstHundred() {
        List<Picture> old =
                IntStream.range(0, 250).mapToObj(i -> draw("k", i, 1)).toList();
        store.update(old.get(7).with(true, ""));
        Picture young = draw("k", 999, 30);
        sweep(QueueLimits.DEFAULT.withLives(Duration.ofDays(7), Duration.ofDays(20)), 40);
        assertThat(kept("k")).containsExactly(old.get(7).id(), young.id());
        assertThat(files.exists(old.get(8).file())).isFalse();
        assertThat(files.exists(old.get(7).file())).isTrue();
    }

    @Test
    void aKeyThatHasTooMuchLosesItsOldest() {
        List<Picture> own = IntStream.range(0, 5).mapToObj(i -> draw("k", i, 1)).toList();
        store.update(own.get(0).with(true, ""));
        draw("l", 9, 1);
        QueueLimits limits = QueueLimits.DEFAULT.withKeys(_ -> 1, key -> key.equals("k") ? 350 : 0);
        sweep(limits, 2);
        assertThat(kept("k"))
                .containsExactly(own.get(0).id(), own.get(3).id(), own.get(4).id());
        assertThat(files.exists(own.get(1).file())).isFalse();
        assertThat(kept("l")).isEmpty();
    }
}
