// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.evaluation.benchmark.shapeworld.Judgement;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.testing.ScriptedJudge;
import io.github.deepgen4j.testing.ScriptedJudge.Answer;
import io.github.deepgen4j.testing.ScriptedJudge.Call;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A judge over HTTP that really looks: it decodes the pictures that it is sent, scores them by ShapeWorld's program for
 * the prompt in the question, and answers in the form of UnifiedReward-Think or of UnifiedReward. It can be made to
 * favour the picture shown first, to waver, to be slow, busy or broken.
 */
final class ExactJudge implements AutoCloseable {
    private static final Pattern PAIR =
            Pattern.compile("(?s)Compare these two images based on the prompt: (.*)\\. Which image is better\\?");
    private static final Pattern SINGLE = Pattern.compile("(?s)Please evaluate this image based on the prompt: (.*)");

    private final ScriptedJudge server;
    private final Set<String> types = ConcurrentHashMap.newKeySet();

    /**
     * The faults of a judge.
     *
     * @param favour added to the grade, 0..1, of the picture that is shown first
     * @param noise deviation of what is added to every grade
     * @param lying gives the opposite of every verdict
     * @param millis that an answer takes
     * @param broken calls, by their number, that get {@code fault} as their answer
     */
    record Faults(double favour, double noise, boolean lying, int millis, IntPredicate broken, Answer fault) {
        static final Faults NONE = new Faults(0, 0, false, 0, _ -> false, null);

        Faults favouring(double value) {
            return new Faults(value, noise, lying, millis, broken, fault);
        }

        Faults noisy(double value) {
            return new Faults(favour, value, lying, millis, broken, fault);
        }

        Faults untruthful() {
            return new Faults(favour, noise, true, millis, broken, fault);
        }

        Faults slow(int value) {
            return new Faults(favour, noise, lying, value, broken, fault);
        }

        Faults breaking(IntPredicate calls, Answer answer) {
            return new Faults(favour, noise, lying, millis, calls, answer);
        }
    }

    /** Answers that are none. */
    static final Map<String, Answer> BROKEN = Map.of(
            "html", new Answer(200, "<html><body>502 Bad gateway</body></html>"),
            "null content", new Answer(200, "{\"choices\": [{\"message\": {\"content\": null}}]}"),
            "10 MB", ScriptedJudge.text("<think>" + "x".repeat(10 << 20)),
            "nothing", new Answer(200, ""),
            "garbage", ScriptedJudge.text("Both pictures show some kind of object, I suppose"),
            "refusal", ScriptedJudge.text("I'm sorry, I can't help with that."),
            "401", new Answer(401, "{\"error\": \"invalid key\"}"),
            "500", new Answer(500, "out of memory"));

    private ExactJudge(Faults faults) {
        var calls = new AtomicInteger();
        this.server = ScriptedJudge.of(call -> {
            Answer answer = faults.broken().test(calls.getAndIncrement()) ? faults.fault() : verdict(faults, call);
            return faults.millis() > 0 ? answer.after(faults.millis()) : answer;
        });
    }

    static ExactJudge of(Faults faults) {
        return new ExactJudge(faults);
    }

    private Answer verdict(Faults faults, Call call) {
        List<JsonNode> parts = Json.read(call.body()).get("messages").stream()
                .reduce((_, last) -> last)
                .orElseThrow()
                .get("content")
                .stream()
                .toList();
        String text = parts.getLast().get("text").stringValue();
        List<Image> images = parts.stream()
                .filter(part -> part.has("image_url"))
                .map(part -> decoded(part.get("image_url").get("url").stringValue()))
                .toList();
        Matcher pair = PAIR.matcher(text);
        Matcher single = SINGLE.matcher(text);
        List<Double> grades = new ArrayList<>();
        String prompt = pair.matches() ? pair.group(1) : single.matches() ? single.group(1) : "";
        var random = new Random(sum(call.body()));
        for (Image image : images) {
            double exact =
                    Judgement.ofPrompt(prompt, image).map(Judgement::grade).orElse(0.0);
            grades.add((faults.lying() ? 1 - exact : exact) + faults.noise() * random.nextGaussian());
        }
        return ScriptedJudge.text(
                pair.matches()
                        ? better(grades.get(0) + faults.favour(), grades.get(1))
                        : String.format(
                                Locale.ROOT,
                                "Alignment Score (1-5): %.3f\nCoherence Score (1-5): 3\nStyle Score (1-5): 3",
                                Math.clamp(1 + 4 * grades.getFirst(), 0, 5)));
    }

    private static long sum(String body) {
        var sum = new CRC32();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    private static String better(double first, double second) {
        String verdict = Math.abs(first - second) < 1e-9
                ? "They are equally good"
                : "Image " + (first > second ? 1 : 2) + " is better";
        return "<think>Image 1 is better at first sight.</think>\n<answer>" + verdict + "</answer>";
    }

    private Image decoded(String url) {
        types.add(url.substring(0, url.indexOf(';')));
        return Image.read(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1)), "sent");
    }

    URI address() {
        return URI.create(server.address().toString().replaceFirst("/v1$", ""));
    }

    int calls() {
        return server.count();
    }

    int mostAtOnce() {
        return server.mostAtOnce();
    }

    /** The forms in which pictures came, such as {@code data:image/png}. */
    Set<String> types() {
        return types;
    }

    /** The body of the first request. */
    Optional<String> firstBody() {
        return server.calls().stream().findFirst().map(Call::body);
    }

    @Override
    public void close() {
        server.close();
    }
}
