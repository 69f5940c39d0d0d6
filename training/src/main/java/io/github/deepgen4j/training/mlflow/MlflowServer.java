// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.mlflow;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The few calls of MLflow's REST interface, version 2.0, that a run needs. */
final class MlflowServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String base;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** The server understood and says no: asking the same again is of no use. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** One value of a metric at a time in milliseconds. */
    record Metric(String key, double value, long timestamp, int step) {}

    record Param(String key, String value) {}

    MlflowServer(URI uri) {
        this.base = uri.toString().replaceFirst("/+$", "") + "/api/2.0/mlflow/";
    }

    /** Id of the experiment of that name, which is created if there is none. */
    String experiment(String name) throws IOException, InterruptedException {
        try {
            String query = "?experiment_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
            return text(send(request("experiments/get-by-name" + query).GET()).path("experiment"), "experiment_id");
        } catch (RefusedException e) {
            if (e.status != 404) {
                throw e;
            }
            return text(post("experiments/create", Map.of("name", name)), "experiment_id");
        }
    }

    /** Id of a new run. */
    String createRun(String experiment, String name, long startTime) throws IOException, InterruptedException {
        Map<String, Object> body = Map.of("experiment_id", experiment, "run_name", name, "start_time", startTime);
        return text(post("runs/create", body).path("run").path("info"), "run_id");
    }

    /** At most 1000 metrics and 100 parameters. */
    void log(String run, List<Metric> metrics, List<Param> params) throws IOException, InterruptedException {
        post("runs/log-batch", Map.of("run_id", run, "metrics", metrics, "params", params));
    }

    /** @param status RUNNING, FINISHED, KILLED or FAILED */
    void update(String run, String status, long time) throws IOException, InterruptedException {
        post(
                "runs/update",
                status.equals("RUNNING")
                        ? Map.of("run_id", run, "status", status)
                        : Map.of("run_id", run, "status", status, "end_time", time));
    }

    private JsonNode post(String call, Map<String, ?> body) throws IOException, InterruptedException {
        return send(request(call)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String call) {
        return HttpRequest.newBuilder(URI.create(base + call)).timeout(PATIENCE);
    }

    private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        int status = response.statusCode();
        if (status / 100 != 2) {
            String body = response.body();
            String message = request.uri() + " answers " + status + " "
                    + body.substring(0, Math.min(200, body.length())).strip();
            boolean again = status >= 500 || status == 429;
            throw again ? new IOException(message) : new RefusedException(status, message);
        }
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new IOException(request.uri() + " answers what is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private String text(JsonNode node, String field) throws IOException {
        if (!node.path(field).isString()) {
            throw new IOException(base + " does not answer as MLflow does: " + field + " is missing");
        }
        return node.get(field).stringValue();
    }

    @Override
    public void close() {
        client.shutdownNow(); // close() would wait for what nobody waits for any more
    }
}
