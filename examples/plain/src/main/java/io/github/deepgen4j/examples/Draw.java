// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.examples;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Generated;
import java.nio.file.Path;

/** Draws an image and edits it: {@code drawn.png} and {@code edited.png} in the working folder, or the one named. */
public final class Draw {
    private Draw() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments.length == 0 ? "" : arguments[0]);
        try (var deepgen = DeepGen.nano()) {
            Generated drawn = deepgen.generate(GenerateRequest.of("a red circle left of a blue square").withSeed(42));
            drawn.write(folder.resolve("drawn.png"));
            deepgen.edit(EditRequest.of(drawn.image(), "make the circle green")).write(folder.resolve("edited.png"));
        }
    }
}
