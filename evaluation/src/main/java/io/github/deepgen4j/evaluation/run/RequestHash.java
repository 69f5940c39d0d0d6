// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Hashes of questions: of their texts and the bytes of their pictures, each read once. For several threads. */
final class RequestHash {
    private final Map<Picture, String> sums = new ConcurrentHashMap<>();

    /** @throws io.github.deepgen4j.model.image.ImageException if a picture cannot be read */
    String of(Question question) {
        List<String> pictures = question.pictures().stream().map(this::sum).toList();
        return Digest.sha256()
                .add(Json.write(question.text()))
                .add(Json.write(pictures))
                .hex();
    }

    private String sum(Picture picture) {
        return sums.computeIfAbsent(picture, one -> Digest.sha256(one.bytes()));
    }
}
