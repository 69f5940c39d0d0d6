// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of the server that survives it: each method that changes something returns when it is on the disk.
 *
 * @see SqliteStore
 */
public interface JobStore extends AutoCloseable {
    /** A request that a client named, and its job. */
    record Remembered(String hash, String job, long created) {}

    /**
     * A measured pace.
     *
     * @param bucket tokens of a pass, rounded up to a power of two
     * @param step mean seconds of a step
     * @param rest mean seconds of an image beside its steps
     */
    record Pace(String model, String fingerprint, long bucket, int rows, double step, double rest) {}

    // ---- jobs ----

    /** Adds jobs, all or none, with the names that clients gave them. */
    void add(List<Job> jobs, List<Optional<String>> tokens);

    /** Writes the state of a job. */
    void update(Job job);

    Optional<Job> find(String id);

    /** All that have not ended, in the order of their submission. */
    List<Job> unfinished();

    /**
     * Jobs, newest first.
     *
     * @param key whose; empty for everybody's
     */
    List<Job> jobs(Optional<String> key, Optional<JobStatus> status, Page page);

    /** Ids of jobs that ended before a time. */
    List<String> endedBefore(long millis, int limit);

    /** Removes a job and its references to inputs; its pictures stay. */
    void delete(String id);

    // ---- names of requests ----

    Optional<Remembered> remembered(String key, String token);

    /** Forgets names that were given before a time. */
    void forgetBefore(long millis);

    // ---- pictures ----

    /**
     * Adds a picture unless the job has one of its number, and counts it.
     *
     * @param pixelSteps pixels times steps
     */
    void add(Picture picture, double pixelSteps);

    /** The pictures that a key has drawn on the day (UTC) of a time in milliseconds, removed ones among them. */
    Usage usage(String key, long millis);

    /** Bytes of all pictures, of one key or of all. */
    long pictureBytes(Optional<String> key);

    List<String> keysWithPictures();

    /** Pictures of a key that are no favourites, oldest first. */
    List<Picture> oldest(String key, int limit);

    void update(Picture picture);

    Optional<Picture> picture(String id);

    /** Pictures of a job by number. */
    List<Picture> pictures(String job);

    /**
     * Pictures of a key, newest first.
     *
     * @param words that the prompt or title contains
     */
    List<Picture> pictures(
            String key, Optional<String> words, Optional<String> model, Optional<Boolean> favourite, Page page);

    /** Pictures that are no favourites and were drawn before a time. */
    List<Picture> picturesBefore(long millis, int limit);

    void deletePicture(String id);

    /** Places of all pictures' files. */
    Set<String> files();

    /** Sums of all inputs that jobs refer to. */
    Set<String> inputs();

    // ---- pace ----

    List<Pace> paces();

    void put(Pace pace);

    /** True if it answers. */
    boolean alive();

    @Override
    void close();
}
