// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The weights of DeepGen 1.0 as they were published: SHA-256 of each file, from spec/model.md section 9.1. */
final class Release {
    static final String REPOSITORY = "deepgenteam/DeepGen-1.0-diffusers";
    static final String COMMIT = "85c2ed257b9406d8531965c68e140dc7fdb81382";

    private static final Map<String, String> SHA256 = new TreeMap<>(Map.of(
            "connector/model.safetensors", "425ce59f596eeb573f9cd52138b775df47ce69c60d2782fb32cac5498ed208f3",
            "transformer/diffusion_pytorch_model.safetensors",
                    "54078ee51ab477275e94b610249ea912d6f80d24256c4197fe48945eef706883",
            "vae/diffusion_pytorch_model.safetensors",
                    "5a170129752b4ad4ab98996d2e59097c8c693afc31a5964bd2ad60896686c1e2",
            "vlm/model-00001-of-00002.safetensors", "d6f11cc9c30184ce92605f25ac1e6b6644ee217e7b86a28282b3c9b17de3e609",
            "vlm/model-00002-of-00002.safetensors",
                    "c675c19a231b0ead141d8d3a05fe930892ddf17f1324d75bb94d2a42a79f7ebc"));

    private Release() {}

    /** What of a listing is not the published file; empty for any other repository. */
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
