// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.ocr;

import io.github.deepgen4j.model.image.Image;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/** Pictures of words in the fonts of this system. */
final class RenderedWords {
    private static final List<Color> INKS =
            List.of(Color.BLACK, new Color(160, 20, 20), new Color(20, 60, 150), Color.WHITE, new Color(250, 220, 90));
    private static final List<Color> GROUNDS = List.of(
            Color.WHITE,
            new Color(235, 230, 215),
            new Color(200, 225, 240),
            new Color(40, 50, 70),
            new Color(60, 30, 30));

    private RenderedWords() {}

    /** Fonts that can show Latin letters, plain, bold and italic. */
    static List<Font> fonts() {
        return Arrays.stream(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames())
                .flatMap(family ->
                        List.of(Font.PLAIN, Font.BOLD, Font.ITALIC).stream().map(style -> new Font(family, style, 32)))
                .filter(font -> font.canDisplayUpTo("abcXYZ019") < 0)
                .toList();
    }

    /** Lines one below the other, black on white. */
    static Image lines(List<String> lines, Font font, int side) {
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = white(image, font);
        for (int i = 0; i < lines.size(); i++) {
            graphics.drawString(lines.get(i), 40, side * (i + 1) / (lines.size() + 1));
        }
        graphics.dispose();
        return Image.of(image);
    }

    /** A word turned around the middle, clockwise. */
    static Image turned(String word, Font font, int side, double degrees) {
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = white(image, font);
        graphics.rotate(Math.toRadians(degrees), side / 2.0, side / 2.0);
        graphics.drawString(word, (side - graphics.getFontMetrics().stringWidth(word)) / 2, side / 2);
        graphics.dispose();
        return Image.of(image);
    }

    private static Graphics2D white(BufferedImage image, Font font) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(Color.BLACK);
        graphics.setFont(font);
        return graphics;
    }

    /** One word in the middle of a picture. */
    static Image word(String word, Font font, int size, int variant, int side) {
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(GROUNDS.get(variant % GROUNDS.size()));
        graphics.fillRect(0, 0, side, side);
        graphics.setColor(INKS.get(variant % INKS.size()));
        graphics.setFont(font.deriveFont((float) size));
        FontMetrics metrics = graphics.getFontMetrics();
        graphics.drawString(word, (side - metrics.stringWidth(word)) / 2, side / 2 + variant * 7 % 60 - 30);
        graphics.dispose();
        return Image.of(image);
    }
}
