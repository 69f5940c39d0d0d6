// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.evaluation.answer.ScorerAnswerer;
import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.evaluation.benchmark.geneval.GenEval;
import io.github.deepgen4j.evaluation.benchmark.geneval.GenEvalItem;
import io.github.deepgen4j.evaluation.benchmark.geneval.Judged;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.Judgement;
import io.github.deepgen4j.evaluation.data.EmbeddedText;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.PictureScorer;
import io.github.deepgen4j.evaluation.judge.JudgeClient;
import io.github.deepgen4j.evaluation.program.ShapeWorldJudge;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.hub.retry.RetryPolicy;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Task;
import io.github.deepgen4j.training.rl.prompt.Origin;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import io.github.deepgen4j.training.rl.prompt.RewardName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/** Makes rewards by their names, each with those who answer its questions. */
final class RewardFactory {
    private static final int TOKENS = 4096;
    private static final int OCR_TOKENS = 65_536;
    private static final Size SGLANG = new Size(512, 512);
    private static final String MODEL = "UnifiedReward";

    private final RewardsConfig config;
    private final EngineAccess engines;
    private final RetryPolicy.Sleeper sleeper;
    private final Consumer<String> notes;

    RewardFactory(RewardsConfig config, EngineAccess engines, RetryPolicy.Sleeper sleeper, Consumer<String> notes) {
        this.config = config;
        this.engines = engines;
        this.sleeper = sleeper;
        this.notes = notes;
    }

    /**
     * A reward with those who answer for it.
     *
     * @param judge whose calls over the network are counted, if it has one
     * @param owned closed with the reward
     */
    record Made(
            Reward reward,
            List<Answerer> answerers,
            int inFlight,
            Optional<JudgeClient> judge,
            Optional<AutoCloseable> owned) {}

    /** @throws ConfigException naming the field, if nobody can answer for the reward */
    Made make(RewardName name) {
        return switch (name) {
            case CLIP_SIM -> similarity();
            case OCR -> reading();
            case GEN_EVAL -> objects();
            case UNIFIEDREWARD_THINK ->
                judged(name, new WinRateReward(form(name, Optional.empty(), 0, TOKENS), config.orders()));
            case UNIFIEDREWARD -> judged(name, new MarksReward(form(name, Optional.empty(), 0, TOKENS)));
            case UNIFIEDREWARD_SGLANG -> judged(name, finalScore());
            case OCR_VLLM -> judged(name, characters());
            case HPS, PICKSCORE, IMAGE_REWARD -> scored(name, KnownAnswer.shapes());
            case DEQA -> scored(name, KnownAnswer.sharpness());
            case AESTHETIC, EDITREWARD -> scored(name, List.of());
            case JPEG_COMPRESSIBILITY ->
                program(
                        name,
                        (_, image) -> ProgramReward.compressibility(ProgramReward.jpegBytes(image)),
                        KnownAnswer.sharpness());
            case JPEG_INCOMPRESSIBILITY ->
                program(
                        name,
                        (_, image) -> ProgramReward.incompressibility(ProgramReward.jpegBytes(image)),
                        KnownAnswer.noisiness());
            case SHAPEWORLD ->
                program(
                        name,
                        (prompt, image) -> verdict(prompt, image).passed() ? 1 : 0,
                        KnownAnswer.tasks(Category.COLOUR));
            case SHAPEWORLD_REQUIREMENTS ->
                program(
                        name,
                        (prompt, image) -> verdict(prompt, image).measures().values().stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElse(0),
                        KnownAnswer.tasks(Category.ATTRIBUTES));
            case SHAPEWORLD_TEXT -> program(name, RewardFactory::letters, KnownAnswer.tasks(Category.TEXT));
        };
    }

    // ---- programs ----

    private static Made program(RewardName name, ToDoubleBiFunction<Prompt, Image> rule, List<KnownAnswer> known) {
        return new Made(new ProgramReward(name, rule, () -> known), List.of(), 1, Optional.empty(), Optional.empty());
    }

    private static Task task(Prompt prompt) {
        return ((Origin.World) prompt.origin()).task();
    }

    private static Verdict verdict(Prompt prompt, Image image) {
        return Judgement.of(task(prompt), image);
    }

    private static double letters(Prompt prompt, Image image) {
        return task(prompt).requirement().lettering() == null
                ? 0
                : verdict(prompt, image).measures().get("shapes");
    }

    // ---- engines ----

    private Answerer engine(RewardName name, String kind, Question sample) {
        return engines.answerers().stream()
                .filter(answerer -> answerer.takes(sample))
                .findFirst()
                .orElseThrow(() -> ConfigException.at(
                        name.word(),
                        "expected an engine of the kind %s, found none; add one with 'deepgen evaluate engines add %s"
                                        .formatted(kind, kind)
                                + " FILE' or name one with --engine " + kind + "=ADDRESS",
                        null));
    }

    private Made asked(Reward reward, Answerer answerer) {
        return new Made(
                reward,
                List.of(answerer),
                Runtime.getRuntime().availableProcessors(),
                Optional.empty(),
                Optional.empty());
    }

    private static Picture blank() {
        return new Picture.Made("blank", () -> Image.of(1, 1, new byte[3]));
    }

    private Made similarity() {
        var reward = new QuestionReward(
                RewardName.CLIP_SIM,
                (picture, prompt) -> new Question.Similarity(picture, prompt.text()),
                (answer, _) -> Parsed.ok(((Reply.Cosine) answer.reply()).cosine()),
                KnownAnswer::shapes);
        return asked(reward, engine(RewardName.CLIP_SIM, "clip", new Question.Similarity(blank(), "")));
    }

    private Made reading() {
        var reward = new QuestionReward(
                RewardName.OCR,
                (picture, _) -> new Question.Read(picture),
                (answer, prompt) -> Parsed.ok(config.ocr().reward(prompt.text(), (Reply.Lines) answer.reply())),
                KnownAnswer::words);
        return asked(reward, engine(RewardName.OCR, "ocr", new Question.Read(blank())));
    }

    private Made objects() {
        String word = config.genEval() == RewardsConfig.GenEvalWorth.PLAIN
                ? ""
                : config.genEval().word();
        GenEval rules = GenEval.VERSIONS.stream()
                .filter(version -> version.info().version().equals(word))
                .findFirst()
                .orElseThrow();
        Options options = Options.usual(rules.info());
        var reward = new QuestionReward(
                RewardName.GEN_EVAL,
                (picture, prompt) -> rules.tasks(item(prompt), new Drawn("0", picture), options)
                        .getFirst()
                        .question(),
                (answer, prompt) -> worth(rules, item(prompt), answer, options),
                List::of);
        var sample = new Question.Detect(blank(), 0.5, Set.of(), Set.of());
        return asked(reward, engine(RewardName.GEN_EVAL, "detector", sample));
    }

    private static GenEvalItem item(Prompt prompt) {
        return GenEval.item(((Origin.Row) prompt.origin()).row());
    }

    private static Parsed<Double> worth(GenEval rules, GenEvalItem item, Answer answer, Options options) {
        io.github.deepgen4j.evaluation.benchmark.Task task =
                new io.github.deepgen4j.evaluation.benchmark.Task("objects", new Question.Read(blank()));
        return rules.parse(item, task, answer, options) instanceof Parsed.Ok<Judged> ok
                ? Parsed.ok(rules.worth(ok.value()))
                : Parsed.failed(Failure.Kind.UNREADABLE, "expected objects, found another reply");
    }

    private Made scored(RewardName name, List<KnownAnswer> known) {
        Service service = config.service(name);
        String word = Optional.ofNullable(service.folder())
                .map(Path::toString)
                .orElseGet(() -> service.address(name).orElseThrow().toString());
        if (service.folder() == null) {
            try {
                Judges.requireAlive(service.address(name).orElseThrow());
            } catch (ConfigException e) {
                throw e.inside("services." + name.word());
            }
        }
        PictureScorer scorer = opened(name, word);
        var reward = new QuestionReward(
                name,
                (picture, prompt) -> new Question.Rate(picture, name.word(), prompt.text(), source(prompt)),
                (answer, _) -> Parsed.ok(((Reply.Number) answer.reply()).value()),
                () -> known);
        return new Made(
                reward,
                List.of(new ScorerAnswerer(name.word(), () -> scorer)),
                service.workers(),
                Optional.empty(),
                Optional.of(scorer));
    }

    private PictureScorer opened(RewardName name, String word) {
        try {
            return engines.scorer(name.word(), word);
        } catch (EngineException e) {
            throw ConfigException.at("services." + name.word(), e.getMessage(), e);
        }
    }

    /** The picture that an edit begins with, where the row of the prompt names one. */
    private static Optional<Picture> source(Prompt prompt) {
        return prompt.origin() instanceof Origin.Row row
                ? row.row().optionalText("source").map(file -> new Picture.InFile(file, Path.of(file)))
                : Optional.empty();
    }

    // ---- judges ----

    private ChatForm form(RewardName name, Optional<String> system, double temperature, int maxTokens) {
        Service service = config.service(name);
        return new ChatForm(
                system,
                ChatParameters.of(
                        Optional.ofNullable(service.temperature()).orElse(temperature),
                        Optional.ofNullable(service.maxTokens()).orElse(maxTokens),
                        1),
                config.pictures());
    }

    private Made judged(RewardName name, Reward reward) {
        Service service = config.service(name);
        if (service.judge() != null) {
            return asked(reward, new ShapeWorldJudge());
        }
        String usual = name == RewardName.OCR_VLLM ? "OCR-VLM" : MODEL;
        try {
            JudgeClient judge = Judges.open(service, service.address(name).orElseThrow(), usual, sleeper, notes);
            return new Made(reward, List.of(judge), service.workers(), Optional.of(judge), Optional.of(judge));
        } catch (ConfigException e) {
            throw e.inside("services." + name.word());
        }
    }

    /** A text of a question. */
    static String text(String name) {
        return EmbeddedText.read(RewardFactory.class, name);
    }

    private Reward finalScore() {
        ChatForm form = form(RewardName.UNIFIEDREWARD_SGLANG, Optional.empty(), 0, TOKENS);
        var png = new ChatForm(form.system(), form.parameters(), RewardsConfig.Transport.PNG);
        String text = text("final-score.txt").strip();
        return new QuestionReward(
                RewardName.UNIFIEDREWARD_SGLANG,
                (picture, prompt) -> png.about(text.replace("{prompt}", prompt.text()), square(picture)),
                (answer, _) -> parsed(answer, JudgeScores::finalScore, "Final Score: 1 to 5"),
                KnownAnswer::shapes);
    }

    private static Picture square(Picture picture) {
        return new Picture.Made(picture.name() + " 512", () -> Resize.resize(picture.image(), SGLANG, Filter.BICUBIC));
    }

    private Reward characters() {
        ChatForm form = form(RewardName.OCR_VLLM, Optional.of(text("ocr-system.txt")), 1, OCR_TOKENS);
        String text = text("ocr.txt");
        return new QuestionReward(
                RewardName.OCR_VLLM,
                (picture, prompt) -> form.about(text.replace("{prompt}", prompt.text()), picture),
                (answer, _) -> parsed(answer, JudgeScores::jsonScore, "JSON with a score"),
                KnownAnswer::words);
    }

    private static Parsed<Double> parsed(Answer answer, Function<String, Optional<Double>> reading, String expected) {
        return reading.apply(answer.text())
                .map(Parsed::ok)
                .orElseGet(() -> Parsed.failed(
                        Failure.Kind.UNREADABLE, "expected " + expected + ", found " + ChatForm.shown(answer.text())));
    }
}
