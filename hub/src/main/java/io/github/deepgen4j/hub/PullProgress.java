// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

/** Follows a download. */
public interface PullProgress {
    /** Something starts that handles so many bytes: {@code checking} or {@code downloading}. */
    void start(String task, long bytes);

    /** So many bytes more are done. */
    void advance(long bytes);

    /** The task that was started has ended. */
    void end();

    /** Something the user should know; comes from any thread. */
    void note(String line);
}
