// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.examples;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A service of images: PNG out, and for edits an image in. */
@SpringBootApplication
public class Service {
    /** Spring closes it with the application. */
    @Bean
    DeepGen deepgen() {
        return DeepGen.nano();
    }

    /** Requests come on virtual threads and wait for the model's own thread. */
    @RestController
    record Images(DeepGen deepgen) {
        @GetMapping(path = "/generate", produces = MediaType.IMAGE_PNG_VALUE)
        void generate(
                @RequestParam String prompt,
                @RequestParam(defaultValue = "42") long seed,
                @RequestParam(defaultValue = "20") int steps,
                HttpServletResponse response)
                throws IOException {
            GenerateRequest request = GenerateRequest.of(prompt).withSeed(seed).withSteps(steps);
            response.setContentType(MediaType.IMAGE_PNG_VALUE);
            Answer.write(deepgen.generateAsync(request), response.getOutputStream());
        }

        @PostMapping(path = "/edit", produces = MediaType.IMAGE_PNG_VALUE)
        void edit(
                @RequestParam String prompt,
                @RequestParam(defaultValue = "42") long seed,
                @RequestParam(defaultValue = "20") int steps,
                @RequestBody byte[] image,
                HttpServletResponse response)
                throws IOException {
            EditRequest request = EditRequest.of(image, prompt).withSeed(seed).withSteps(steps);
            response.setContentType(MediaType.IMAGE_PNG_VALUE);
            Answer.write(deepgen.editAsync(request), response.getOutputStream());
        }

        @GetMapping("/waiting")
        Map<String, Integer> waiting() {
            return Map.of("waiting", deepgen.waiting());
        }
    }

    public static void main(String[] arguments) {
        SpringApplication.run(Service.class, arguments);
    }

    /** The service on a free port, for the test that all services share. */
    public static Running start() {
        ConfigurableApplicationContext context = SpringApplication.run(Service.class, "--server.port=0");
        String port = context.getEnvironment().getProperty("local.server.port");
        return new Running(
                URI.create("http://localhost:" + port + "/"), context.getBean(DeepGen.class), context::close);
    }
}
