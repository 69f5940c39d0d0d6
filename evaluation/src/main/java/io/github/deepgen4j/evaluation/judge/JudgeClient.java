// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.hub.retry.HttpService;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.hub.retry.RetriesExhaustedException;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.concurrent.Semaphore;
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
    private static final int OK = 200;

    private final JudgeOptions options;
    private final Retries retries;
    private final HttpService http;
    private final PictureEncoder pictures = new PictureEncoder();
    private final Semaphore places;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicInteger unanswered = new AtomicInteger();

    /** @param notes is told, a line each, of waits and repeated failures */
    public JudgeClient(JudgeOptions options, Consumer<String> notes) {
        this.options = options;
        this.retries = new Retries(options.retries(), notes);
        this.places = new Semaphore(options.concurrency());
        this.http = new HttpService("the judge", MOST_BYTES);
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
            var attempts = new AtomicInteger();
            ChatResponse response =
                    retries.run("judge " + options.model(), () -> call(body, attempts.getAndIncrement()));
            unanswered.set(0);
            return response.reply();
        } catch (RetriesExhaustedException e) {
            unanswered.incrementAndGet();
            throw new AnswerException(new Failure(Failure.Kind.UNREACHABLE, e.getMessage()), e);
        } finally {
            places.release();
        }
    }

    private ChatResponse call(String body, int attempt) throws IOException {
        if (options.budget().spent(usage())) {
            throw new AnswerException(
                    new Failure(Failure.Kind.BUDGET, "the budget is used up after " + usage().calls() + " calls"));
        }
        calls.incrementAndGet();
        HttpRequest.Builder request = HttpRequest.newBuilder(options.chat())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        options.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return read(http.send(request, options.timeout(attempt)));
    }

    private ChatResponse read(HttpService.Answer answer) throws IOException {
        if (!answer.whole()) {
            throw new AnswerException(new Failure(
                    Failure.Kind.UNREADABLE,
                    "expected a reply of at most " + MOST_BYTES + " bytes, found more: " + answer.beginning()));
        }
        if (answer.status() == OK) {
            ChatResponse response = response(answer.body());
            sent.addAndGet(response.sent());
            received.addAndGet(response.received());
            return response;
        }
        String said = "status " + answer.status() + " " + answer.beginning();
        if (ChatResponse.refused(answer.body())) {
            throw ChatResponse.refusal(said);
        }
        switch (answer.status()) {
            case 401, 403 ->
                throw new ConfigException(
                        "%s: the judge refuses access with %s; set the key of its API".formatted(options.chat(), said));
            case 404, 405 ->
                throw new ConfigException("%s: expected a chat with model %s, found %s; correct address or model"
                        .formatted(options.chat(), options.model(), said));
            default ->
                throw new AnswerException(
                        new Failure(Failure.Kind.UNREACHABLE, "the judge does not take the request: " + said));
        }
    }

    private ChatResponse response(byte[] body) throws IOException {
        try {
            return ChatResponse.of(body);
        } catch (IOException e) {
            if (options.repeatsPages()) {
                throw e;
            }
            throw new AnswerException(new Failure(Failure.Kind.UNREADABLE, e.getMessage()), e);
        }
    }

    /** Ends it; calls in flight fail. */
    @Override
    public void close() {
        http.close();
    }
}
