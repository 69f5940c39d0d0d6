// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.examples;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Generated;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A service of images: PNG out, and for edits an image in. Helidon has a virtual thread for each request. */
public final class Service {
    private final DeepGen deepgen;

    private Service(DeepGen deepgen) {
        this.deepgen = deepgen;
    }

    private void routing(HttpRouting.Builder routing) {
        routing.get("/generate", this::generate)
                .post("/edit", this::edit)
                .get("/waiting", (request, response) -> response.send(Map.of("waiting", deepgen.waiting())));
    }

    private void generate(ServerRequest request, ServerResponse response) throws IOException {
        GenerateRequest wanted = GenerateRequest.of(request.query().get("prompt"))
                .withSeed(number(request, "seed", 42))
                .withSteps((int) number(request, "steps", 20));
        png(response, deepgen.generateAsync(wanted));
    }

    private void edit(ServerRequest request, ServerResponse response) throws IOException {
        EditRequest wanted = EditRequest.of(
                        request.content().as(byte[].class), request.query().get("prompt"))
                .withSeed(number(request, "seed", 42))
                .withSteps((int) number(request, "steps", 20));
        png(response, deepgen.editAsync(wanted));
    }

    private static long number(ServerRequest request, String name, long fallback) {
        return request.query().first(name).map(Long::parseLong).orElse(fallback);
    }

    private static void png(ServerResponse response, CompletableFuture<Generated> image) throws IOException {
        response.headers().contentType(MediaTypes.create("image/png"));
        try (OutputStream out = response.outputStream()) {
            Answer.write(image, out);
        }
    }

    public static void main(String[] arguments) {
        start(8080);
    }

    /** The service on a free port, for the test that all services share. */
    public static Running start() {
        return start(0);
    }

    private static Running start(int port) {
        DeepGen deepgen = DeepGen.nano();
        WebServer server = WebServer.builder()
                .port(port)
                .routing(new Service(deepgen)::routing)
                .build()
                .start();
        return new Running(URI.create("http://localhost:" + server.port() + "/"), deepgen, () -> {
            deepgen.close();
            server.stop();
        });
    }
}
