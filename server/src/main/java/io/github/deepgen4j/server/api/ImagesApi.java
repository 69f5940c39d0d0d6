// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.http.Router;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.queue.JobQueue;

/** {@code /v1/images}: OpenAI's endpoints, which wait for what they ask for. */
final class ImagesApi {
    private final Access access;
    private final Models models;
    private final JobQueue queue;
    private final Drawing drawing;
    private final Answers answers;
    private final ApiOptions options;

    ImagesApi(Access access, Models models, JobQueue queue, Drawing drawing, Answers answers, ApiOptions options) {
        this.access = access;
        this.models = models;
        this.queue = queue;
        this.drawing = drawing;
        this.answers = answers;
        this.options = options;
    }

    void addTo(Router router) {
        router.add("POST", "/v1/images/generations", exchange -> draw(exchange, OrderReader.Endpoint.GENERATIONS))
                .add("POST", "/v1/images/edits", exchange -> draw(exchange, OrderReader.Endpoint.EDITS))
                .add("POST", "/v1/images/variations", _ -> {
                    throw Problem.notFound("variations are not made here; edits are made at /v1/images/edits");
                });
    }

    private void draw(Exchange exchange, OrderReader.Endpoint endpoint) throws InterruptedException {
        Caller caller = access.caller(exchange, "images");
        Order order = new OrderReader(models, queue, caller, options).read(exchange.form(), endpoint);
        drawing.answer(
                exchange, caller, order, live -> answers.whole(exchange, live.job(), live.pictures(), live.seconds()));
    }
}
