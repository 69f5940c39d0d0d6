// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.scene;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.icons.set.IconException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Drawings as pixels, each rendered once, when it is first needed, at the largest size that scenes of one side show;
 * smaller ones are averaged from it. Takes {@code 4 * (0.9 * side)^2} bytes a drawing. Safe for several threads.
 */
final class Renderings {
    /** Prints the stack of what the exceptions here say. */
    private static final Logger PARSER = Logger.getLogger("com.github.weisj.jsvg");

    static {
        PARSER.setLevel(Level.OFF);
    }

    private final int side;
    private final Map<Icon, int[]> pixels = new ConcurrentHashMap<>();

    /** @param side of a drawing in pixels */
    Renderings(int side) {
        this.side = side;
    }

    int side() {
        return side;
    }

    /**
     * The pixels of a drawing, (side * side), ARGB with colours multiplied by alpha; not to be changed.
     *
     * @throws IconException if it cannot be rendered, or nothing is to be seen
     */
    int[] of(Icon icon) {
        return pixels.computeIfAbsent(icon, this::render);
    }

    private int[] render(Icon icon) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = image.createGraphics();
        try {
            SVGDocument document = new SVGLoader()
                    .load(
                            new ByteArrayInputStream(icon.svg().getBytes(StandardCharsets.UTF_8)),
                            null,
                            LoaderContext.createDefault());
            if (document == null) {
                throw new IconException(icon + ": expected an SVG drawing, found none that can be parsed");
            }
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            document.render((java.awt.Component) null, graphics, new ViewBox(side, side));
        } catch (IconException e) {
            throw e;
        } catch (Exception e) { // the library throws what its parser and AWT throw
            throw new IconException(icon + ": expected an SVG drawing, cannot be rendered (" + e + ")", e);
        } finally {
            graphics.dispose();
        }
        int[] argb =
                image.getRaster().getDataElements(0, 0, side, side, null) instanceof int[] data ? data : new int[0];
        for (int pixel : argb) {
            if (pixel >>> 24 > 127) {
                return argb;
            }
        }
        throw new IconException(icon + ": expected an SVG drawing, found nothing to be seen in it");
    }
}
