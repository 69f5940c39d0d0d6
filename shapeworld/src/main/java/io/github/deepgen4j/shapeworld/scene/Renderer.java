// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

import io.github.deepgen4j.model.image.Image;

/** Draws scenes: background, objects in order, blended by their coverage, then letters. */
public final class Renderer {
    private Renderer() {}

    /** An image of 64x64 pixels. */
    public static Image render(Scene scene) {
        int side = Scene.SIDE;
        double[] pixels = new double[side * side * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = scene.background().channel(i % 3);
        }
        for (SceneObject object : scene.objects()) {
            Sprite sprite = Sprite.of(object.shape(), object.size());
            for (int i = 0; i < sprite.coverage().length; i++) {
                int x = object.x() - sprite.reach() + i % sprite.side();
                int y = object.y() - sprite.reach() + i / sprite.side();
                if (x >= 0 && x < side && y >= 0 && y < side) {
                    blend(pixels, 3 * (y * side + x), object.colour(), sprite.coverage()[i]);
                }
            }
        }
        scene.lettering().ifPresent(lettering -> write(pixels, lettering));
        byte[] rgb = new byte[pixels.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.round(pixels[i]);
        }
        return Image.of(side, side, rgb);
    }

    private static void write(double[] pixels, Lettering lettering) {
        for (int i = 0; i < lettering.text().length(); i++) {
            for (int y = 0; y < Font.HEIGHT; y++) {
                for (int x = 0; x < Font.WIDTH; x++) {
                    if (Font.inks(lettering.text().charAt(i), x, y)) {
                        int pixel = (lettering.top() + y) * Scene.SIDE + lettering.left(i) + x;
                        blend(pixels, 3 * pixel, lettering.colour(), 1);
                    }
                }
            }
        }
    }

    private static void blend(double[] pixels, int at, Colour colour, float coverage) {
        for (int c = 0; c < 3; c++) {
            pixels[at + c] = pixels[at + c] * (1 - coverage) + colour.channel(c) * coverage;
        }
    }
}
