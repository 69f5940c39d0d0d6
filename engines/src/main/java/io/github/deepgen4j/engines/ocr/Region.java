// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.ocr;

import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.model.image.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A rectangle in any direction.
 *
 * @param x its centre in pixels
 * @param angle of the side that {@code width} is the length of, in radians, clockwise
 */
record Region(double x, double y, double width, double height, double angle) {
    /** A point in pixels. */
    record Point(double x, double y) {}

    /** The smallest rectangle around some points: one of its sides lies along the convex hull. */
    static Region around(List<Point> points) {
        List<Point> hull = hull(points);
        Region best = null;
        for (int i = 0; i < hull.size(); i++) {
            Point a = hull.get(i);
            Point b = hull.get((i + 1) % hull.size());
            Region region = along(hull, Math.atan2(b.y - a.y, b.x - a.x));
            if (best == null || region.area() < best.area() - 1e-9) {
                best = region;
            }
        }
        return best;
    }

    private static Region along(List<Point> hull, double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Point point : hull) {
            double along = point.x * cos + point.y * sin;
            double across = point.y * cos - point.x * sin;
            left = Math.min(left, along);
            right = Math.max(right, along);
            top = Math.min(top, across);
            bottom = Math.max(bottom, across);
        }
        double middle = (left + right) / 2;
        double centre = (top + bottom) / 2;
        return new Region(middle * cos - centre * sin, middle * sin + centre * cos, right - left, bottom - top, angle);
    }

    /** The corners of the convex hull in order (Andrew's monotone chain). */
    private static List<Point> hull(List<Point> points) {
        List<Point> sorted = points.stream()
                .distinct()
                .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y))
                .toList();
        if (sorted.size() < 3) {
            return sorted;
        }
        List<Point> hull = new ArrayList<>(half(sorted));
        hull.removeLast();
        hull.addAll(half(sorted.reversed()));
        hull.removeLast();
        return hull;
    }

    private static List<Point> half(List<Point> sorted) {
        List<Point> half = new ArrayList<>();
        for (Point point : sorted) {
            while (half.size() > 1 && turn(half.get(half.size() - 2), half.getLast(), point) <= 0) {
                half.removeLast();
            }
            half.add(point);
        }
        return half;
    }

    private static double turn(Point a, Point b, Point c) {
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    }

    double area() {
        return width * height;
    }

    double perimeter() {
        return 2 * (width + height);
    }

    /** Larger by a distance on every side. */
    Region grown(double distance) {
        return new Region(x, y, width + 2 * distance, height + 2 * distance, angle);
    }

    /** In an image of another size. */
    Region scaled(double byX, double byY) {
        if (Math.abs(byX - byY) < 1e-9) {
            return new Region(x * byX, y * byY, width * byX, height * byY, angle);
        }
        return around(corners().stream()
                .map(corner -> new Point(corner.x * byX, corner.y * byY))
                .toList());
    }

    /**
     * This rectangle with its text running along {@code width} as far as its form tells: turned by less than 45
     * degrees, as a horizontal line's, unless it is much higher than wide.
     */
    Region upright() {
        double turned = angle;
        double along = width;
        double across = height;
        while (turned > Math.PI / 4) {
            turned -= Math.PI / 2;
            double swap = along;
            along = across;
            across = swap;
        }
        while (turned <= -Math.PI / 4) {
            turned += Math.PI / 2;
            double swap = along;
            along = across;
            across = swap;
        }
        return new Region(x, y, along, across, turned);
    }

    /** True for a point inside. */
    boolean contains(double px, double py) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double along = (px - x) * cos + (py - y) * sin;
        double across = (py - y) * cos - (px - x) * sin;
        return Math.abs(along) <= width / 2 && Math.abs(across) <= height / 2;
    }

    /** The four corners in order. */
    List<Point> corners() {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        List<Point> corners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            double along = (i == 0 || i == 3 ? -width : width) / 2;
            double across = (i < 2 ? -height : height) / 2;
            corners.add(new Point(x + along * cos - across * sin, y + along * sin + across * cos));
        }
        return corners;
    }

    /** The box around it, inside an image. */
    Box box(Size image) {
        double left = corners().stream().mapToDouble(Point::x).min().orElseThrow();
        double right = corners().stream().mapToDouble(Point::x).max().orElseThrow();
        double top = corners().stream().mapToDouble(Point::y).min().orElseThrow();
        double bottom = corners().stream().mapToDouble(Point::y).max().orElseThrow();
        return new Box(
                (float) Math.clamp(left, 0, image.width()),
                (float) Math.clamp(top, 0, image.height()),
                (float) Math.clamp(right, 0, image.width()),
                (float) Math.clamp(bottom, 0, image.height()));
    }
}
