// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

/** Follows a download; by itself it ignores everything. */
public interface PullProgress {
    /** Something starts that handles so many bytes: {@code checking} or {@code downloading}. */
    default void start(String task, long bytes) {}

    /** So many bytes more are done. */
    default void advance(long bytes) {}

    /** The task that was started has ended. */
    default void end() {}

    /** Something the user should know; comes from any thread. */
    default void note(String line) {}
}
