// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.examples;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.output.Response;
import io.github.deepgen4j.langchain4j.DeepGenImageModel;
import io.github.deepgen4j.model.pipeline.DeepGen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** {@code Draw FOLDER}: an image and an edit of it, by langchain4j's {@code ImageModel}. */
public class Draw {
    public static void main(String[] args) throws IOException {
        try (var deepgen = DeepGen.nano()) {                     // or DeepGen.open("OWNER/NAME"), pulled before
            var model = new DeepGenImageModel(deepgen);          // dev.langchain4j.model.image.ImageModel
            Image circle = model.with("seed", 42).generate("a red circle left of a blue square").content();
            Response<Image> green = model.edit(circle, "make the circle green");
            byte[] file = Base64.getDecoder().decode(green.content().base64Data());
            Files.write(Path.of(args[0], "green.png"), file);
            System.out.println(green.metadata().get(DeepGenImageModel.RECIPES));
        }
    }
}
