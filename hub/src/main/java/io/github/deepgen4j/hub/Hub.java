// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The Hugging Face hub with the settings of this process ({@link HubSettings#ofProcess}). What is downloaded here opens
 * with {@link io.github.deepgen4j.model.pipeline.DeepGen#open(String)} under the repository's name.
 */
public final class Hub {
    private static final PullProgress UNSEEN = new PullProgress() {};

    private Hub() {}

    /** Downloads the main branch of a repository into the cache; see {@link #pull(String, PullProgress)}. */
    public static Path pull(String repository) {
        return pull(repository, UNSEEN);
    }

    /**
     * Downloads the main branch of a repository into the cache that Python programs share, or checks what is there.
     * What was interrupted continues when it is called again. {@link Pull} has revisions and other folders.
     *
     * @param repository {@code OWNER/NAME}
     * @return the folder of the checkpoint
     * @throws IllegalArgumentException if the hub could not have such a repository
     * @throws HubException if anything is not as it should be
     */
    public static Path pull(String repository, PullProgress progress) {
        return new Pull(new RepositoryId(repository), Optional.empty(), HubSettings.ofProcess(), progress).toCache();
    }
}
