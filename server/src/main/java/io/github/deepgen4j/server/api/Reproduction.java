// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.queue.Gallery;
import io.github.deepgen4j.server.queue.Job;
import io.github.deepgen4j.server.queue.Picture;
import java.util.List;
import java.util.Optional;

/**
 * The picture that a job draws again; kept with the job, so that the comparison outlives the picture.
 *
 * @param image id of the picture
 * @param sha256 of its file
 * @param pixels SHA-256 of its pixels: files differ between versions of this program, which they name
 */
record Reproduction(String image, String sha256, String pixels) {
    /** Of a job, as it is kept and as it is shown. */
    static final String FIELD = "reproduces";

    static Reproduction of(Picture picture, byte[] png) {
        return new Reproduction(picture.id(), picture.sha256(), pixels(picture, png));
    }

    private static String pixels(Picture picture, byte[] png) {
        return Image.read(png, picture.id()).sha256();
    }

    /** Empty for a job that draws something new. */
    static Optional<Reproduction> of(Job job) {
        return Optional.of(job.extras().path(FIELD))
                .filter(JsonNode::isObject)
                .map(kept -> new Reproduction(
                        kept.get("image").stringValue(),
                        kept.get("sha256").stringValue(),
                        kept.get("pixels").stringValue()));
    }

    /** The value of {@link #FIELD} that is kept. */
    JsonNode kept() {
        return JsonNode.object().put("image", image).put("sha256", sha256).put("pixels", pixels);
    }

    /** The value that is shown: the picture, and {@code identical}, {@code same_pixels}, {@code different} or null. */
    JsonNode json(List<Picture> drawn, Gallery gallery) {
        return JsonNode.object()
                .put("image", image)
                .put(
                        "result",
                        drawn.stream()
                                .findFirst()
                                .flatMap(again -> result(again, gallery))
                                .orElse(null));
    }

    private Optional<String> result(Picture again, Gallery gallery) {
        if (again.sha256().equals(sha256)) {
            return Optional.of("identical");
        }
        return gallery.bytes(again).map(png -> pixels(again, png).equals(pixels) ? "same_pixels" : "different");
    }
}
