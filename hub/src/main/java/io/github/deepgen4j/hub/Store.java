// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import java.nio.file.Path;
import java.util.function.LongConsumer;

/** A destination of downloaded files. A file appears under its own name complete and checked, or not at all. */
sealed interface Store permits HubCache, PlainFolder {
    /** The file that only one process at a time may hold locked. */
    Path lock();

    /** The place of a file's beginning while it is not complete. */
    Path unfinished(HubFile file);

    /** The place of a file's content when it is complete. */
    Path finished(HubFile file);

    /**
     * True if a file lies there with the right content; reads it whole.
     *
     * @throws HubException if something else lies there that is not ours to replace
     */
    boolean holds(HubFile file, LongConsumer progress);

    /** All files are there: makes them a folder that can be opened. */
    Path finish(Listing listing);
}
