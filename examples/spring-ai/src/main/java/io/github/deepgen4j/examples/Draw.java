// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.examples;

import io.github.deepgen4j.spring.DeepGenImageModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** {@code Draw FOLDER}: an image and an edit of it, by Spring AI's {@code ImageModel}. */
@SpringBootApplication
public class Draw {
    public static void main(String[] args) {
        SpringApplication.run(Draw.class, args).close();
    }

    @Bean
    CommandLineRunner program(DeepGenImageModel model) {        // org.springframework.ai.image.ImageModel, and edit
        return args -> {
            ImageResponse drawn = model.call(new ImagePrompt("a red circle left of a blue square"));
            byte[] circle = Base64.getDecoder().decode(drawn.getResult().getOutput().getB64Json());
            ImageResponse edited = model.edit(DeepGenImageModel.media(circle), "make the circle green");
            byte[] green = Base64.getDecoder().decode(edited.getResult().getOutput().getB64Json());
            Files.write(Path.of(args[0], "green.png"), green);
        };
    }
}
