// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

import java.util.Locale;

/** The five shapes, as point sets around the origin (x right, y down) for a radius r. */
public enum Shape implements Outline {
    CIRCLE {
        @Override
        public boolean contains(double x, double y, double r) {
            return x * x + y * y <= r * r;
        }
    },
    SQUARE {
        @Override
        public boolean contains(double x, double y, double r) {
            return Math.abs(x) <= 0.88 * r && Math.abs(y) <= 0.88 * r;
        }
    },
    TRIANGLE {
        @Override
        public boolean contains(double x, double y, double r) {
            double t = (y + 0.95 * r) / (1.85 * r);
            return y >= -0.95 * r && y <= 0.9 * r && Math.abs(x) <= t * r;
        }
    },
    STAR {
        @Override
        public boolean contains(double x, double y, double r) {
            boolean inside = false;
            for (int i = 0, j = 9; i < 10; j = i++) {
                double yi = starY(i, r);
                double yj = starY(j, r);
                if (yi > y != yj > y && x < (starX(j, r) - starX(i, r)) * (y - yi) / (yj - yi) + starX(i, r)) {
                    inside = !inside;
                }
            }
            return inside;
        }
    },
    CROSS {
        @Override
        public boolean contains(double x, double y, double r) {
            double ax = Math.abs(x);
            double ay = Math.abs(y);
            return ax <= r && ay <= 0.34 * r || ay <= r && ax <= 0.34 * r;
        }
    };

    /** The word used in prompts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String plural() {
        return word() + (this == CROSS ? "es" : "s");
    }

    /** Ten vertices, outer and inner in turn, the first one up; the whole star sits a little lower. */
    private static double starX(int vertex, double r) {
        return starRadius(vertex, r) * Math.cos(Math.toRadians(-90 + 36 * vertex));
    }

    private static double starY(int vertex, double r) {
        return starRadius(vertex, r) * Math.sin(Math.toRadians(-90 + 36 * vertex)) + 0.08 * r;
    }

    private static double starRadius(int vertex, double r) {
        return (vertex % 2 == 0 ? 1.05 : 0.4725) * r;
    }
}
