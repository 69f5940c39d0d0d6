// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import io.github.deepgen4j.model.json.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events (HTML standard, section 9.2). A write to a client that has gone throws {@link IOException}. */
public final class EventStream implements AutoCloseable {
    private final OutputStream out;

    public EventStream(Exchange exchange) {
        exchange.setHeader("X-Accel-Buffering", "no");
        exchange.setHeader("Cache-Control", "no-store");
        this.out = exchange.stream(200, "text/event-stream");
    }

    /** Sends an event at once. */
    public void send(String type, JsonNode data) throws IOException {
        write("event: " + type + "\ndata: " + data + "\n\n");
    }

    /** Sends an event with a number, from which a client can go on. */
    public void send(long number, String type, JsonNode data) throws IOException {
        write("id: " + number + "\nevent: " + type + "\ndata: " + data + "\n\n");
    }

    /** Tells the client when to come back. */
    public void retry(long millis) throws IOException {
        write("retry: " + millis + "\n\n");
    }

    /** Keeps the connection alive; clients skip it. */
    public void comment() throws IOException {
        write(": still here\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            return; // the client has gone
        }
    }
}
