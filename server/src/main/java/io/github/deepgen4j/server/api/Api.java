// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Router;
import io.github.deepgen4j.server.keys.KeyRing;
import io.github.deepgen4j.server.policy.Policy;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.QueueLimits;
import java.util.function.Supplier;

/** All routes of the server. */
public final class Api {
    private final Router router = new Router();
    private final Access access;

    /**
     * @param version of this program
     * @param contract the text of {@code openapi.json}
     * @param measures in Prometheus' text format
     * @param secret signs addresses of pictures, and sessions
     */
    public Api(
            Models models,
            JobQueue queue,
            KeyRing keys,
            QueueLimits limits,
            ApiOptions options,
            Policy policy,
            String version,
            String contract,
            Supplier<String> measures,
            byte[] secret) {
        var signer = new Signer(secret);
        var sessions = new Sessions(signer, keys);
        this.access = new Access(queue, keys, options, sessions);
        var orders = new Orders(models, queue, options.patience(), policy);
        var files = new PictureFiles(queue);
        var urls = new SignedUrls(signer, options.publicUrl());
        var answers = new Answers(models, files, urls);
        var joins = new Joins(limits.grace().toMillis());
        queue.orphans().forEach(joins::orphan);
        var json = new JobJson(queue, limits.jobLife());
        var jobs = new JobsApi(access, models, queue, orders, json, files, options);
        var drawing = new Drawing(access, queue, orders, answers, joins, json, options);
        new ImagesApi(access, models, queue, drawing, answers, options).addTo(router);
        if (options.sdapi()) {
            new SdApi(access, models, queue, drawing, new SdAnswers(files), options).addTo(router);
        }
        jobs.addTo(router);
        new SessionApi(access, sessions).addTo(router);
        new GalleryApi(access, models, queue, jobs, new Reproductions(models, queue, orders, files), urls)
                .addTo(router);
        new OperationsApi(access, models, queue, version, contract, measures).addTo(router);
    }

    public Router router() {
        return router;
    }

    /** Looks at a request before its route is looked for; false if that is its answer. */
    public boolean before(Exchange exchange) {
        access.requireOwn(exchange);
        return !access.preflight(exchange);
    }
}
