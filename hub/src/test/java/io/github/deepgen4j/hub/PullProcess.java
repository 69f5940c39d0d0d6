// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import java.util.Optional;

/** A program that pulls the repository of its argument into the cache and prints the folder: for tests that kill it. */
final class PullProcess {
    private PullProcess() {}

    public static void main(String[] args) {
        System.out.println(
                new Pull(new RepositoryId(args[0]), Optional.empty(), HubSettings.ofProcess(), new PullProgress() {})
                        .toCache());
    }
}
