// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import static io.github.deepgen4j.shapeworld.scoring.HandMade.BLUE;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.GRAY;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.GREEN;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.PINK;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.RED;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.SHAPES;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.SMOOTH;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.one;
import static io.github.deepgen4j.shapeworld.scoring.Painting.cross;
import static io.github.deepgen4j.shapeworld.scoring.Painting.ellipse;
import static io.github.deepgen4j.shapeworld.scoring.Painting.minus;
import static io.github.deepgen4j.shapeworld.scoring.Painting.polygon;
import static io.github.deepgen4j.shapeworld.scoring.Painting.rectangle;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One object of any size, other shapes, and shapes that are spoiled. */
class HandMadeObjectsTest {
    private final HandMade made = new HandMade();

    @TestFactory
    List<DynamicTest> scoresAsAPersonWould() {
        shapesOfAllSizes();
        sizesThatAreAsked();
        otherShapes();
        nearlyRight();
        spoiledShapes();
        return made.tests(392);
    }

    private void shapesOfAllSizes() {
        for (String shape : SHAPES) {
            for (boolean smooth : SMOOTH) {
                for (double r : new double[] {4.5, 6, 7.5, 9, 12, 16, 20, 25}) {
                    String what = "%s of radius %s".formatted(smooth ? "smooth" : "jagged", r);
                    made.pass(
                            "red " + shape,
                            what,
                            Painting.on(GRAY).smooth(smooth).shape(RED, shape, 32, 32, r));
                }
                for (double x : new double[] {24.5, 31.3, 37.75}) {
                    Painting painting = Painting.on(PINK).smooth(smooth).shape(BLUE, shape, x, 40 - x / 3, 6.5);
                    made.pass(shape, (smooth ? "smooth" : "jagged") + " between pixels at " + x, painting);
                }
            }
        }
        for (double half : new double[] {0.17, 0.22, 0.28, 0.38}) {
            for (double r : new double[] {7.5, 12, 20}) {
                Painting painting = Painting.on(GRAY).smooth(true).shape(GREEN, cross(r, half * r), 30, 30);
                made.pass("green cross", "bars of half width %s of %s".formatted(half, r), painting);
            }
        }
    }

    private void sizesThatAreAsked() {
        for (String shape : SHAPES) {
            for (double r : new double[] {4.2, 4.5, 5}) {
                made.pass("small red " + shape, "radius " + r, one(RED, shape, r));
                made.fail("large red " + shape, "radius " + r, one(RED, shape, r));
            }
            for (double r : new double[] {7.1, 7.5, 8, 11}) {
                made.pass("large red " + shape, "radius " + r, one(RED, shape, r));
                made.fail("small red " + shape, "radius " + r, one(RED, shape, r));
            }
        }
    }

    private void otherShapes() {
        for (String asked : SHAPES) {
            for (String shape : SHAPES) {
                if (!asked.equals(shape)) {
                    made.fail(asked, "a " + shape, one(RED, shape, 6));
                    made.fail(asked, "a jagged " + shape, Painting.on(GRAY).shape(RED, shape, 24, 40, 9));
                }
            }
        }
        Map<String, java.awt.Shape> others = Map.of(
                "flat ellipse", ellipse(9, 5),
                "high ellipse", ellipse(5, 9),
                "flat rectangle", rectangle(9, 5),
                "high rectangle", rectangle(4, 8),
                "half circle",
                        minus(
                                ellipse(8, 8),
                                rectangle(8, 8).getBounds2D().createIntersection(new Rectangle2D.Double(-8, 0, 16, 8))),
                "crescent", minus(ellipse(8, 8), polygon(0, -8, 8, -8, 8, 8, 0, 8, -4, 0)),
                "three quarters of a circle", minus(ellipse(8, 8), polygon(0, 0, 9, -9, 9, 9)),
                "letter L", minus(rectangle(8, 8), polygon(-3, -8, 8, -8, 8, 3, -3, 3)),
                "letter T",
                        minus(
                                rectangle(8, 8),
                                minus(
                                        rectangle(8, 8),
                                        polygon(-8, -8, 8, -8, 8, -3, 2.5, -3, 2.5, 8, -2.5, 8, -2.5, -3, -8, -3))),
                "slash", polygon(-8, 8, -4, 8, 8, -8, 4, -8));
        for (String asked : SHAPES) {
            others.forEach((what, outline) -> made.fail(
                    "blue " + asked, what, Painting.on(GRAY).smooth(true).shape(BLUE, outline, 30, 30)));
        }
    }

    private void nearlyRight() {
        for (boolean smooth : SMOOTH) {
            for (double r : new double[] {7, 10, 15}) {
                made.pass("blue circle", "a little flat, " + r, figure(smooth, ellipse(r, 0.92 * r)));
                made.pass("blue square", "a little high, " + r, figure(smooth, rectangle(0.82 * r, 0.9 * r)));
                made.pass(
                        "blue triangle",
                        "a little wide, " + r,
                        figure(smooth, polygon(0, -r, 1.1 * r, 0.8 * r, -1.1 * r, 0.8 * r)));
            }
            for (double r : new double[] {10, 14, 18}) {
                made.fail("blue circle", "a diamond, " + r, figure(smooth, polygon(0, -r, r, 0, 0, r, -r, 0)));
                made.fail("blue circle", "a pentagon, " + r, figure(smooth, regular(5, r)));
                made.fail("blue square", "a pentagon, " + r, figure(smooth, regular(5, r)));
                made.fail("blue square", "a hexagon, " + r, figure(smooth, regular(6, r)));
                made.fail(
                        "blue square",
                        "a trapezium, " + r,
                        figure(smooth, polygon(-r / 2, -r, r / 2, -r, r, r, -r, r)));
            }
            made.fail("blue circle", "a hexagon", figure(smooth, regular(6, 14)));
            made.fail("blue circle", "a hexagon", figure(smooth, regular(6, 18)));
        }
    }

    private static java.awt.Shape regular(int corners, double r) {
        double[] points = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            points[2 * i] = r * Math.sin(2 * Math.PI * i / corners);
            points[2 * i + 1] = -r * Math.cos(2 * Math.PI * i / corners);
        }
        return polygon(points);
    }

    private static Painting figure(boolean smooth, java.awt.Shape outline) {
        return Painting.on(GRAY).smooth(smooth).shape(BLUE, outline, 31, 32);
    }

    private void spoiledShapes() {
        for (String shape : SHAPES) {
            for (double inner : new double[] {0.5, 0.75}) {
                for (double r : new double[] {7.5, 14}) {
                    Painting painting = Painting.on(GRAY).smooth(true).shape(RED, shape, 30, 30, r);
                    boolean open = !shape.equals("cross") || r > 10;
                    if (open) {
                        made.fail(
                                "red " + shape,
                                "hollow to %s of %s".formatted(inner, r),
                                painting.shape(GRAY, shape, 30, 30, inner * r));
                    }
                }
            }
            Painting bitten = Painting.on(GRAY).smooth(true).shape(RED, shape, 30, 30, 12);
            made.fail("red " + shape, "the right half missing", bitten.block(GRAY, 30, 16, 16, 30));
            Painting extended = Painting.on(GRAY).smooth(true).shape(RED, shape, 30, 30, 7.5);
            made.fail("red " + shape, "with a bar to the border", extended.block(RED, 30, 29, 34, 3));
            Painting split = Painting.on(GRAY).smooth(true).shape(RED, shape, 30, 30, 12);
            made.fail("red " + shape, "cut in two", split.block(GRAY, 16, 29, 30, 3));
            Painting half = Painting.on(GRAY).smooth(true).shape(RED, shape, 30, 30, 10);
            recolour(half, RED, BLUE, 31);
            made.fail("red " + shape, "half of it blue", half);
            Painting blurred = Painting.on(GRAY).smooth(true).shape(RED, shape, 30, 30, 7);
            made.pass(
                    "red " + shape,
                    "a little blurred",
                    Painting.on(GRAY).smooth(true).shape(RED, shape, 30, 30, 9).blur(1));
            made.fail("red " + shape, "blurred beyond recognition", blurred.blur(6));
            made.fail("red " + shape, "nothing", Painting.on(GRAY));
            made.fail("red " + shape, "nothing but red", Painting.on(RED));
        }
    }

    private static void recolour(Painting painting, int from, int to, int fromX) {
        for (int y = 0; y < 64; y++) {
            for (int x = fromX; x < 64; x++) {
                painting.replace(from, to, x, y);
            }
        }
    }
}
