// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.model.checkpoint.FileSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The weights of DeepGen 1.0 as they were published. */
final class Release {
    static final String REPOSITORY = "deepgenteam/DeepGen-1.0-diffusers";
    static final String COMMIT = "85c2ed257b9406d8531965c68e140dc7fdb81382";

    private static final Map<String, String> SHA256 = new TreeMap<>(FileSums.RELEASED.sha256());

    private Release() {}

    /** The files of a listing that differ from the published ones; empty for any other repository. */
    static List<String> differences(RepositoryId repository, Listing listing) {
        if (!repository.text().equals(REPOSITORY)) {
            return List.of();
        }
        Map<String, String> announced = listing.files().stream().collect(Collectors.toMap(HubFile::path, HubFile::oid));
        var differences = new ArrayList<String>();
        SHA256.forEach((path, expected) -> {
            String found = announced.getOrDefault(path, "no such file");
            if (!found.equals(expected)) {
                differences.add(path + ": expected " + expected + ", found " + found);
            }
        });
        return differences;
    }
}
