// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import io.github.deepgen4j.model.json.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An answer that is an error, in the shape that OpenAI's clients read. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String RETRY = "x-should-retry";

    private final int status;
    private final String type;
    private final String code;
    private final String param;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /** @param param the field that is wrong; empty for none */
    public Problem(int status, String type, String code, String param, String message) {
        super(message);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    /** A request that is wrong: status 400. */
    public static Problem invalid(String code, String param, String message) {
        return new Problem(400, "invalid_request_error", code, param, message);
    }

    /** A request that is wrong in a way that has a status of its own. */
    public static Problem refused(int status, String code, String message) {
        return new Problem(status, "invalid_request_error", code, "", message);
    }

    public static Problem notFound(String message) {
        return refused(404, "not_found", message);
    }

    /** A fault of ours. */
    public static Problem fault(String code, String message) {
        return new Problem(500, "server_error", code, "", message);
    }

    /** A request that may pass later: status 429 or 503. */
    public static Problem later(int status, String code, String message, double seconds) {
        Problem problem = new Problem(status, status == 429 ? "rate_limit_error" : "server_error", code, "", message);
        long whole = Math.max(1, (long) Math.ceil(seconds));
        problem.headers.put("Retry-After", Long.toString(whole));
        problem.headers.put("retry-after-ms", String.format(Locale.ROOT, "%.0f", Math.max(1000, seconds * 1000)));
        return problem;
    }

    /** Tells clients that it will not pass if they try again. */
    public Problem never() {
        headers.put(RETRY, "false");
        return this;
    }

    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** {@code {"error": {"message", "type", "param", "code"}}} */
    public JsonNode json() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", getMessage());
        error.put("type", type);
        error.put("param", param.isEmpty() ? null : param);
        error.put("code", code);
        return JsonNode.object().put("error", error);
    }
}
