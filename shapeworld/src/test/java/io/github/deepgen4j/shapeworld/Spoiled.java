// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Layout;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Ways to ruin a right image. */
enum Spoiled {
    /** One flat colour. */
    BLANK {
        @Override
        Image of(Example example, RandomGenerator random) {
            return Renderer.render(new Scene(example.scene().background(), List.of()));
        }
    },
    /** Nothing but noise. */
    STATIC {
        @Override
        Image of(Example example, RandomGenerator random) {
            byte[] rgb = example.target().rgb();
            random.nextBytes(rgb);
            return Image.of(Scene.SIDE, Scene.SIDE, rgb);
        }
    },
    /** The right image under Gaussian noise, standard deviation 60 of 255. */
    NOISY {
        @Override
        Image of(Example example, RandomGenerator random) {
            byte[] rgb = example.target().rgb();
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) Math.clamp(Math.round((rgb[i] & 0xff) + 60 * random.nextGaussian()), 0, 255);
            }
            return Image.of(Scene.SIDE, Scene.SIDE, rgb);
        }
    },
    /** Shrunk to 8x8 pixels and enlarged again. */
    BLURRED {
        @Override
        Image of(Example example, RandomGenerator random) {
            Image small = Resize.resize(example.target(), new Size(8, 8), Filter.BICUBIC);
            return Resize.resize(small, example.target().size(), Filter.BICUBIC);
        }
    },
    /** Everything in another colour. */
    RECOLOURED {
        @Override
        Image of(Example example, RandomGenerator random) {
            Scene scene = example.scene();
            List<SceneObject> objects = scene.objects().stream()
                    .map(o -> new SceneObject(o.shape(), other(o.colour(), scene), o.size(), o.x(), o.y()))
                    .toList();
            return Renderer.render(new Scene(
                    scene.background(),
                    objects,
                    scene.lettering().map(l -> new Lettering(l.text(), other(l.colour(), scene)))));
        }

        private Colour other(Colour colour, Scene scene) {
            return Colour.OBJECTS.stream()
                    .filter(another -> another != colour
                            && another != scene.background()
                            && scene.objects().stream().noneMatch(object -> object.colour() == another))
                    .findFirst()
                    .orElseThrow();
        }
    },
    /** Without the first object; of letters, without the last. */
    LESS {
        @Override
        Image of(Example example, RandomGenerator random) {
            Scene scene = example.scene();
            if (scene.lettering().isPresent()) {
                Lettering letters = scene.lettering().get();
                String text = letters.text();
                return text.length() == 1
                        ? BLANK.of(example, random)
                        : Renderer.render(new Scene(
                                scene.background(),
                                new Lettering(text.substring(0, text.length() - 1), letters.colour())));
            }
            return Renderer.render(new Scene(
                    scene.background(),
                    scene.objects().subList(1, scene.objects().size())));
        }
    },
    /** With one object more. */
    MORE {
        @Override
        Image of(Example example, RandomGenerator random) {
            Scene scene = example.scene();
            List<SceneObject> objects = new ArrayList<>(scene.objects());
            for (int at = 0; objects.size() == scene.objects().size(); at++) {
                int x = Layout.GRID.get(at % 4);
                int y = Layout.GRID.get(3 - at / 4);
                if (objects.stream().noneMatch(object -> object.x() == x && object.y() == y)) {
                    Colour colour = scene.background() == Colour.BLACK ? Colour.RED : Colour.BLACK;
                    objects.add(Layout.medium(Shape.SQUARE, colour, x, y));
                }
            }
            return Renderer.render(new Scene(scene.background(), objects, scene.lettering()));
        }
    },
    /** Pushed eight pixels to the right; rows go round. */
    SHIFTED {
        @Override
        Image of(Example example, RandomGenerator random) {
            byte[] rgb = example.target().rgb();
            byte[] shifted = new byte[rgb.length];
            for (int i = 0; i < rgb.length; i++) {
                int x = (i / 3 + 8) % Scene.SIDE;
                shifted[3 * (i / 3 / Scene.SIDE * Scene.SIDE + x) + i % 3] = rgb[i];
            }
            return Image.of(Scene.SIDE, Scene.SIDE, shifted);
        }
    },
    /** The reference as it was; a black image where there is none. */
    UNEDITED {
        @Override
        Image of(Example example, RandomGenerator random) {
            return example.reference()
                    .orElseGet(() -> Image.of(Scene.SIDE, Scene.SIDE, new byte[3 * Scene.SIDE * Scene.SIDE]));
        }
    };

    abstract Image of(Example example, RandomGenerator random);

    /** True if an image ruined this way is no longer what was asked. */
    boolean matters(Kind kind) {
        return switch (this) {
            // A prompt names no place, so a shifted image is as good, unless it is cut; letters have their places.
            case SHIFTED -> kind instanceof Edit || kind == Category.TEXT;
            // These may name no colour.
            case RECOLOURED -> kind != Category.SINGLE && kind != Category.TWO && kind != Category.POSITION;
            default -> true;
        };
    }
}
