// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.hub.retry.BusyException;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.hub.retry.RetriesExhaustedException;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Asks a judge: a model behind an OpenAI-compatible chat ({@code POST .../chat/completions}). Calls that fail for a
 * reason that may pass are repeated with growing pauses; what a content filter keeps back is a failure of its own kind.
 * When {@value #GIVE_UP} questions in a row got no answer, the others are not asked. May be asked by any number of
 * threads, best virtual ones: so many calls as its options say are in flight, the others wait.
 */
public final class JudgeClient implements Answerer, AutoCloseable {
    /** A longer reply is no judgement. */
    private static final int MOST_BYTES = 8 << 20;

    private static final int GIVE_UP = 10;
    private static final Duration CONNECT = Duration.ofSeconds(20);

    private final JudgeOptions options;
    private final Retries retries;
    private final HttpClient http;
    private final PictureEncoder pictures = new PictureEncoder();
    private final Semaphore places;
    private final ScheduledThreadPoolExecutor clock;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicInteger unanswered = new AtomicInteger();

    /** @param notes is told, a line each, of waits and repeated failures */
    public JudgeClient(JudgeOptions options, Consumer<String> notes) {
        this.options = options;
        this.retries = new Retries(options.retries(), notes);
        this.places = new Semaphore(options.concurrency());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("judge time-outs").factory());
        clock.setRemoveOnCancelPolicy(true);
    }

    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Chat;
    }

    /** The model: what it is sent is in the hash of the request. */
    @Override
    public String fingerprint(Question question) {
        return RecordedJudge.fingerprint(options.model());
    }

    /** The calls so far. */
    public Usage usage() {
        return new Usage(calls.get(), sent.get(), received.get());
    }

    /**
     * As {@link Answerer#answer}.
     *
     * @throws ConfigException if the server refuses the key, the address or the model: no question would be answered
     */
    @Override
    public Reply answer(Question question, int attempt) {
        places.acquireUninterruptibly();
        try {
            if (unanswered.get() >= GIVE_UP) {
                throw new AnswerException(new Failure(
                        Failure.Kind.NOT_ASKED,
                        "the judge is not reachable: " + GIVE_UP + " questions in a row got no answer"));
            }
            String body = ChatRequest.body(options.model(), (Question.Chat) question, attempt, pictures);
            ChatResponse response = retries.run("judge " + options.model(), () -> call(body));
            unanswered.set(0);
            return response.reply();
        } catch (RetriesExhaustedException e) {
            unanswered.incrementAndGet();
            throw new AnswerException(new Failure(Failure.Kind.UNREACHABLE, e.getMessage()), e);
        } finally {
            places.release();
        }
    }

    private ChatResponse call(String body) throws IOException {
        if (options.budget().spent(usage())) {
            throw new AnswerException(
                    new Failure(Failure.Kind.BUDGET, "the budget is used up after " + usage().calls() + " calls"));
        }
        calls.incrementAndGet();
        HttpRequest.Builder request = HttpRequest.newBuilder(options.chat())
                .timeout(options.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        options.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            return read(response, body(response.body()));
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while the judge was asked");
        }
    }

    /** The time-out of a request ends with the headers; this one closes a body that trickles. */
    private byte[] body(InputStream stream) throws IOException {
        Future<?> timeout =
                clock.schedule(() -> close(stream), options.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try (stream) {
            byte[] body = stream.readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                throw new AnswerException(new Failure(
                        Failure.Kind.UNREADABLE, "expected a reply of at most " + MOST_BYTES + " bytes, found more"));
            }
            return body;
        } finally {
            timeout.cancel(false);
        }
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) { // whoever reads it is told
        }
    }

    private ChatResponse read(HttpResponse<InputStream> response, byte[] body) throws IOException {
        int status = response.statusCode();
        if (status == 200) {
            ChatResponse answer = ChatResponse.of(body);
            sent.addAndGet(answer.sent());
            received.addAndGet(answer.received());
            return answer;
        }
        String said = "status " + status + " " + ChatResponse.shown(body);
        if (BusyException.isBusy(status)) {
            throw new BusyException("the judge answers with " + said, response.headers());
        }
        if (ChatResponse.refused(body)) {
            throw ChatResponse.refusal(said);
        }
        if (status == 401 || status == 403) {
            throw new ConfigException(
                    "%s: the judge refuses access with %s; set the key of its API".formatted(options.chat(), said));
        }
        if (status == 404 || status == 405) {
            throw new ConfigException("%s: expected a chat with model %s, found %s; correct address or model"
                    .formatted(options.chat(), options.model(), said));
        }
        throw new AnswerException(
                new Failure(Failure.Kind.UNREACHABLE, "the judge does not take the request: " + said));
    }

    /** Ends it; calls in flight fail. */
    @Override
    public void close() {
        clock.shutdownNow();
        http.shutdownNow();
    }
}
