// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.program;

import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.ColourClassifier;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scoring.Naming;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names the colour that most pixels of an object are nearest to: those of its silhouette, or without one those in the
 * middle of its box, half as wide and high. Nearness is that of ShapeWorld's scorer, whose examples of the ten words
 * count alone: gray is called white or black.
 */
public final class PixelColours implements ColourClassifier {
    private static final Set<Colour> TEN = Arrays.stream(BasicColour.values())
            .map(colour -> Colour.valueOf(colour.name()))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Colour.class)));

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.program("pixels", "1");
    }

    @Override
    public List<BasicColour> colours(Image image, String className, List<Detection> objects) {
        byte[] rgb = image.rgb();
        return objects.stream().map(object -> colour(image, rgb, object)).toList();
    }

    private static BasicColour colour(Image image, byte[] rgb, Detection object) {
        Map<Colour, Integer> votes = new EnumMap<>(Colour.class);
        Box box = object.silhouette().isPresent() ? object.box() : middle(object.box());
        int right = Math.clamp((int) Math.ceil(box.right()), 1, image.width());
        int bottom = Math.clamp((int) Math.ceil(box.bottom()), 1, image.height());
        int left = Math.clamp((int) Math.floor(box.left()), 0, right - 1);
        int top = Math.clamp((int) Math.floor(box.top()), 0, bottom - 1);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (belongs(object, x, y)) {
                    int at = 3 * (y * image.width() + x);
                    double[] point = {rgb[at] & 255, rgb[at + 1] & 255, rgb[at + 2] & 255};
                    votes.merge(Naming.nearest(point, TEN), 1, Integer::sum);
                }
            }
        }
        return votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> BasicColour.valueOf(most.getKey().name()))
                .orElse(BasicColour.BLACK); // a silhouette without pixels: as black as a crop of nothing
    }

    private static boolean belongs(Detection object, int x, int y) {
        return object.silhouette().isEmpty() || object.silhouette().get().has(x, y);
    }

    private static Box middle(Box box) {
        float aside = box.width() / 4;
        float above = box.height() / 4;
        return new Box(box.left() + aside, box.top() + above, box.right() - aside, box.bottom() - above);
    }
}
