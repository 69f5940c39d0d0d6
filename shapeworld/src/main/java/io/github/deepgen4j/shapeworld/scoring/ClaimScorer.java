// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scoring.Found.Thing;
import io.github.deepgen4j.shapeworld.task.Claim;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import java.util.List;

/** Says whether claims hold of an image of 64x64 pixels, by the rules of {@link PromptScorer}. */
public final class ClaimScorer {
    private ClaimScorer() {}

    /** @throws IllegalArgumentException if the image is not 64x64 */
    public static boolean holds(Claim claim, Image image) {
        return switch (claim) {
            case Claim.Written written -> {
                Reading reading = Reading.of(image, written.letters());
                yield reading.clean() && reading.text().equals(written.letters().text());
            }
            case Claim.Inked inked ->
                Reading.of(image, inked.letters()).colour() == inked.letters().colour();
            case Claim.Shown shown ->
                matching(Analyser.analyse(image), shown.thing()).size() > 0;
            case Claim.Number number ->
                matching(Analyser.analyse(image), number.thing()).size() == number.count();
            case Claim.Placed placed -> placed(placed, Analyser.analyse(image));
            case Claim.Ground ground -> Analyser.analyse(image).background() == ground.colour();
            case Claim.Alone alone -> {
                Found found = Analyser.analyse(image);
                yield found.clean() && found.objects().size() == alone.count();
            }
        };
    }

    private static List<Thing> matching(Found found, Wanted wanted) {
        return found.objects().stream().filter(thing -> thing.is(wanted)).toList();
    }

    private static boolean placed(Claim.Placed claim, Found found) {
        return matching(found, claim.first()).stream()
                .anyMatch(first -> matching(found, claim.second()).stream()
                        .anyMatch(second -> claim.relation()
                                .holds(
                                        first.fit().x(),
                                        first.fit().y(),
                                        second.fit().x(),
                                        second.fit().y())));
    }
}
