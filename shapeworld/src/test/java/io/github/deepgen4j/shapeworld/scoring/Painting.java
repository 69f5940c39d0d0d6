// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.model.image.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * An image of 64x64 pixels painted by hand: with {@code java.awt} and pixel by pixel, never with the generator's own
 * renderer. Coordinates are pixels, those of centres as in scenes: pixel (8, 8) is centred at (8, 8).
 */
final class Painting {
    private static final int SIDE = 64;

    private final BufferedImage canvas = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    private final Graphics2D brush = canvas.createGraphics();

    private Painting(int ground) {
        brush.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        block(ground, 0, 0, SIDE, SIDE);
    }

    /** A canvas of one colour, {@code 0xRRGGBB}. */
    static Painting on(int ground) {
        return new Painting(ground);
    }

    /** Smooth outlines from here on; without it every pixel is inside or outside. */
    Painting smooth(boolean smooth) {
        brush.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING,
                smooth ? RenderingHints.VALUE_ANTIALIAS_ON : RenderingHints.VALUE_ANTIALIAS_OFF);
        return this;
    }

    /** Any outline around the origin, moved to a centre. */
    Painting shape(int colour, Shape outline, double x, double y) {
        brush.setColor(new Color(colour));
        brush.fill(AffineTransform.getTranslateInstance(x + 0.5, y + 0.5).createTransformedShape(outline));
        return this;
    }

    Painting shape(int colour, String word, double x, double y, double r) {
        return shape(colour, outline(word, r), x, y);
    }

    /** A rectangle of whole pixels. */
    Painting block(int colour, int x, int y, int width, int height) {
        for (int i = 0; i < width * height; i++) {
            dot(colour, x + i % width, y + i / width);
        }
        return this;
    }

    Painting dot(int colour, int x, int y) {
        canvas.setRGB(x, y, colour);
        return this;
    }

    /** Gives a pixel another colour if it has exactly the first one. */
    Painting replace(int from, int to, int x, int y) {
        return (canvas.getRGB(x, y) & 0xffffff) == from ? dot(to, x, y) : this;
    }

    /** A drawing of rows, one character a dot of {@code size} pixels a side; dots of blanks stay as they are. */
    Painting rows(int colour, int left, int top, int size, String... rows) {
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[y].length(); x++) {
                if (rows[y].charAt(x) != ' ') {
                    block(colour, left + size * x, top + size * y, size, size);
                }
            }
        }
        return this;
    }

    /** Gaussian noise. */
    Painting noise(double deviation, long seed) {
        Random random = new Random(seed);
        return eachChannel(value -> (int) Math.round(value + deviation * random.nextGaussian()));
    }

    private Painting eachChannel(IntUnaryOperator change) {
        for (int i = 0; i < SIDE * SIDE; i++) {
            int rgb = 0;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int value = change.applyAsInt(canvas.getRGB(i % SIDE, i / SIDE) >> shift & 0xff);
                rgb |= Math.clamp(value, 0, 255) << shift;
            }
            dot(rgb, i % SIDE, i / SIDE);
        }
        return this;
    }

    /** From one colour on the left to another on the right, over everything painted before. */
    Painting gradient(int from, int to) {
        for (int x = 0; x < SIDE; x++) {
            int rgb = 0;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int a = from >> shift & 0xff;
                int b = to >> shift & 0xff;
                rgb |= (a + (b - a) * x / (SIDE - 1)) << shift;
            }
            block(rgb, x, 0, 1, SIDE);
        }
        return this;
    }

    /** The mean of squares of {@code 2 * radius + 1} pixels a side. */
    Painting blur(int radius) {
        BufferedImage sharp = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        sharp.setData(canvas.getData());
        for (int i = 0; i < SIDE * SIDE; i++) {
            int rgb = 0;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int sum = 0;
                for (int dy = -radius; dy <= radius; dy++) {
                    for (int dx = -radius; dx <= radius; dx++) {
                        int x = Math.clamp(i % SIDE + dx, 0, SIDE - 1);
                        int y = Math.clamp(i / SIDE + dy, 0, SIDE - 1);
                        sum += sharp.getRGB(x, y) >> shift & 0xff;
                    }
                }
                rgb |= sum / ((2 * radius + 1) * (2 * radius + 1)) << shift;
            }
            dot(rgb, i % SIDE, i / SIDE);
        }
        return this;
    }

    Image image() {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (canvas.getRGB(i / 3 % SIDE, i / 3 / SIDE) >> 16 - 8 * (i % 3));
        }
        return Image.of(SIDE, SIDE, rgb);
    }

    // ---- outlines around the origin ----

    static Shape outline(String word, double r) {
        return switch (word) {
            case "circle" -> ellipse(r, r);
            case "square" -> rectangle(0.88 * r, 0.88 * r);
            case "triangle" -> polygon(0, -0.95 * r, r, 0.9 * r, -r, 0.9 * r);
            case "star" -> star(r);
            case "cross" -> cross(r, 0.34 * r);
            default -> throw new IllegalArgumentException(word);
        };
    }

    static Shape ellipse(double rx, double ry) {
        return new Ellipse2D.Double(-rx, -ry, 2 * rx, 2 * ry);
    }

    static Shape rectangle(double halfWidth, double halfHeight) {
        return new Rectangle2D.Double(-halfWidth, -halfHeight, 2 * halfWidth, 2 * halfHeight);
    }

    static Shape cross(double r, double half) {
        Area cross = new Area(rectangle(r, half));
        cross.add(new Area(rectangle(half, r)));
        return cross;
    }

    static Shape star(double r) {
        double[] points = new double[20];
        for (int i = 0; i < 10; i++) {
            double radius = i % 2 == 0 ? 1.05 * r : 0.45 * r;
            points[2 * i] = radius * Math.sin(Math.PI * i / 5);
            points[2 * i + 1] = -radius * Math.cos(Math.PI * i / 5) + 0.08 * r;
        }
        return polygon(points);
    }

    static Shape polygon(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }

    /** The first outline without the second. */
    static Shape minus(Shape outline, Shape hole) {
        Area area = new Area(outline);
        area.subtract(new Area(hole));
        return area;
    }
}
