// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Detection and colours without a model, on rendered scenes where the truth is known. */
class ProgramsTest {
    private final ShapeWorldDetector detector = new ShapeWorldDetector();
    private final PixelColours colours = new PixelColours();

    private static Image render(Colour background, SceneObject... objects) {
        return Renderer.render(new Scene(background, List.of(objects), Optional.empty()));
    }

    @Test
    void everyShapeOfEverySizeIsFoundInItsPlace() {
        for (Shape shape : Shape.values()) {
            for (ObjectSize size : ObjectSize.values()) {
                Map<String, List<Detection>> found =
                        detector.detect(render(Colour.GRAY, new SceneObject(shape, Colour.RED, size, 24, 40)));
                assertThat(found).as("%s %s", size, shape).containsOnlyKeys(shape.word());
                Detection only = found.get(shape.word()).getFirst();
                assertThat(only.score()).isEqualTo(1);
                Box box = only.box();
                assertThat((box.left() + box.right()) / 2).isCloseTo(24.5f, within(1.5f));
                assertThat((box.top() + box.bottom()) / 2).isCloseTo(40.5f, within(2f));
                assertThat(box.width() / 2).isCloseTo((float) size.radius(), within(2.2f));
            }
        }
    }

    @Test
    void boxesAreThoseOfTheImageWhateverItsSize() {
        Image small = render(Colour.GRAY, new SceneObject(Shape.SQUARE, Colour.BLUE, ObjectSize.LARGE, 40, 24));
        Image large = Resize.resize(small, new Size(512, 256), Filter.BICUBIC);
        Box box = detector.detect(large).get("square").getFirst().box();
        Box ofSmall = detector.detect(small).get("square").getFirst().box();
        assertThat(box.left()).isCloseTo(8 * ofSmall.left(), within(8f));
        assertThat(box.bottom()).isCloseTo(4 * ofSmall.bottom(), within(4f));
    }

    @Test
    void objectsOfOneClassAreCountedApart() {
        Image three = render(
                Colour.PINK,
                new SceneObject(Shape.STAR, Colour.RED, ObjectSize.SMALL, 12, 12),
                new SceneObject(Shape.STAR, Colour.RED, ObjectSize.SMALL, 44, 12),
                new SceneObject(Shape.CIRCLE, Colour.RED, ObjectSize.SMALL, 28, 44));
        assertThat(detector.detect(three).get("star")).hasSize(2);
        assertThat(detector.detect(three).get("circle")).hasSize(1);
    }

    @Test
    void everyColourOfAnObjectIsNamed() {
        for (Colour colour : Colour.OBJECTS) {
            for (Shape shape : Shape.values()) {
                Image image = render(Colour.CYAN, new SceneObject(shape, colour, ObjectSize.MEDIUM, 30, 30));
                assertThat(colours.colours(
                                image, shape.word(), detector.detect(image).get(shape.word())))
                        .extracting(BasicColour::word)
                        .as("%s %s", colour, shape)
                        .containsExactly(colour.word());
            }
        }
    }

    @Test
    void withoutSilhouetteTheMiddleOfTheBoxCounts() {
        Image image = render(Colour.WHITE, new SceneObject(Shape.STAR, Colour.GREEN, ObjectSize.LARGE, 32, 32));
        Box box = detector.detect(image).get("star").getFirst().box();
        assertThat(colours.colours(image, "star", List.of(new Detection(box, 0.5f))))
                .containsExactly(BasicColour.GREEN);
    }

    @Test
    void aBoxBesideTheImageHasTheColourOfItsEdge() {
        Image image = render(Colour.WHITE);
        assertThat(colours.colours(image, "star", List.of(new Detection(new Box(-90, -90, -80, -80), 0.5f))))
                .containsExactly(BasicColour.WHITE);
    }

    @Test
    void emptyScenesHoldNothing() {
        assertThat(Arrays.stream(Colour.values()).map(colour -> detector.detect(render(colour))))
                .allMatch(Map::isEmpty);
    }
}
