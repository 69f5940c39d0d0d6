// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.ModelClosedException;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.ManyCallers;
import io.github.deepgen4j.testing.ManyCallers.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One test for the services of all frameworks: many callers, some of which give up, and an end in the middle. */
class ServiceTest {
    private static final String PROMPT = "a red circle";
    private static final GenerateRequest REQUEST = GenerateRequest.of(PROMPT).withSteps(2);
    private static final long FLAT = 300L << 20;

    private static HttpRequest request(Running service, String path, String prompt, long seed, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(service.address() + path + "?prompt=" + prompt.replace(" ", "%20")
                        + "&seed=" + seed + "&steps=2"))
                .method(path.equals("edit") ? "POST" : "GET", body)
                .header("Content-Type", "application/octet-stream")
                .build();
    }

    @Test
    void imagesOfManyRequestsAreThoseDrawnAlone() throws Exception {
        try (Running service = Service.start();
                HttpClient client = HttpClient.newHttpClient();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<byte[]> alone = new ArrayList<>();
            for (int seed = 0; seed < 4; seed++) {
                alone.add(service.deepgen().generate(REQUEST.withSeed(seed)).png());
            }
            List<Future<HttpResponse<byte[]>>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                HttpRequest request = request(service, "generate", PROMPT, i % 4, BodyPublishers.noBody());
                answers.add(threads.submit(() -> client.send(request, BodyHandlers.ofByteArray())));
            }
            for (int i = 0; i < 40; i++) {
                HttpResponse<byte[]> answer = answers.get(i).get();
                assertEquals(200, answer.statusCode());
                assertEquals("image/png", answer.headers().firstValue("Content-Type").orElse(""));
                assertArrayEquals(alone.get(i % 4), answer.body());
            }
            byte[] edited = service.deepgen()
                    .edit(EditRequest.of(Image.read(alone.get(0), "alone"), "make the circle green")
                            .withSeed(7)
                            .withSteps(2))
                    .png();
            HttpRequest edit = request(
                    service, "edit", "make the circle green", 7, BodyPublishers.ofByteArray(alone.get(0)));
            assertArrayEquals(edited, client.send(edit, BodyHandlers.ofByteArray()).body());
            HttpRequest waiting = HttpRequest.newBuilder(service.address().resolve("waiting")).build();
            assertEquals("{\"waiting\":0}", client.send(waiting, BodyHandlers.ofString()).body());
        }
        assertEquals(0, Scope.liveHandles());
    }

    @Test
    void callersThatGiveUpLeaveNothingBehind() throws Exception {
        try (Running service = Service.start()) {
            var warm = new ManyCallers(service.deepgen(), REQUEST).run(100, 25, Integer.MAX_VALUE, 3);
            assertEquals(List.of(), warm.wrong());
            service.deepgen().generate(REQUEST);
            long handles = Scope.liveHandles();
            long resident = resident();
            Outcome all = new ManyCallers(service.deepgen(), REQUEST).run(200, 50, Integer.MAX_VALUE, 7);
            assertEquals(List.of(), all.wrong());
            assertEquals(200, all.drawn() + all.cancelled());
            assertTrue(all.drawn() >= 150 && all.cancelled() > 0, all::toString);
            service.deepgen().generate(REQUEST); // behind what a caller that was interrupted left running
            assertEquals(handles, Scope.liveHandles());
            assertTrue(resident() < resident + FLAT, () -> resident + " bytes before, " + resident() + " after");
        }
        assertEquals(0, Scope.liveHandles());
    }

    /** Thirty images of a thousand steps, which nobody waits for, would take longer than the test may. */
    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aClientThatGoesAwayCancelsItsImage() throws Exception {
        try (Running service = Service.start()) {
            byte[] alone = service.deepgen().generate(REQUEST).png();
            String line = "GET /generate?prompt=a%20star&steps=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n";
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Socket client = new Socket(service.address().getHost(), service.address().getPort());
                client.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
                clients.add(client);
            }
            for (Socket client : clients) {
                assertEquals('H', client.getInputStream().read()); // of HTTP/1.1: its image waits or is drawn
                client.close();
            }
            assertArrayEquals(alone, service.deepgen().generate(REQUEST).png()); // behind all of them
        }
        assertEquals(0, Scope.liveHandles());
    }

    @Test
    void theModelClosesInTheMiddle() {
        try (Running service = Service.start()) {
            Outcome all = new ManyCallers(service.deepgen(), REQUEST).run(200, 50, 60, 11);
            assertEquals(List.of(), all.wrong());
            assertEquals(200, all.drawn() + all.cancelled() + all.closed());
            assertTrue(all.drawn() > 0 && all.closed() > 0, all::toString);
            assertThrows(ModelClosedException.class, () -> service.deepgen().generate(REQUEST));
        }
        assertEquals(0, Scope.liveHandles());
    }

    @Test
    void theServiceStopsInTheMiddle() {
        Running service = Service.start();
        List<CompletableFuture<?>> images = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            images.add(service.deepgen().generateAsync(REQUEST.withSeed(i)));
        }
        images.get(3).join();
        service.close();
        assertEquals(0, Scope.liveHandles());
        assertTrue(images.get(99).handle((image, e) -> e != null).join());
    }

    /** Memory of the process on Linux; 0 elsewhere. */
    private static long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
