// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.icons.prompt.Layouts;
import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.shapeworld.scene.Choices;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlacesTest {
    /** A detector looks at these places alone. */
    @Test
    void everyThingStandsAtOneOfThePlacesAndEveryPlaceIsUsed() {
        IconExamples icons = Sample.open(IconSplit.TRAIN);
        RandomGenerator random = Choices.random(5);
        Set<Layouts.Spot> used = new HashSet<>();
        for (IconKind kind : IconKind.values()) {
            for (int i = 0; i < 60; i++) {
                IconExample example = icons.example(Map.of(kind, 1.0), Sample.ALL, random);
                Stream.concat(example.before().stream(), Stream.of(example.scene()))
                        .flatMap(scene -> scene.things().stream())
                        .forEach(placed -> used.add(spot(placed)));
            }
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(Layouts.all());
    }

    private static Layouts.Spot spot(Placed placed) {
        return new Layouts.Spot(placed.x(), placed.y(), placed.size());
    }
}
