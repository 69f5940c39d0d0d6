// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines;

import io.github.deepgen4j.engines.EngineStore.Installed;
import io.github.deepgen4j.engines.clip.OnnxClip;
import io.github.deepgen4j.engines.clip.OnnxQuestions;
import io.github.deepgen4j.engines.clip.OnnxScorer;
import io.github.deepgen4j.engines.detect.IconDetector;
import io.github.deepgen4j.engines.detect.OnnxDetector;
import io.github.deepgen4j.engines.http.HttpClip;
import io.github.deepgen4j.engines.http.HttpColours;
import io.github.deepgen4j.engines.http.HttpDetector;
import io.github.deepgen4j.engines.http.HttpQuestions;
import io.github.deepgen4j.engines.http.HttpScorer;
import io.github.deepgen4j.engines.http.HttpTextReader;
import io.github.deepgen4j.engines.ocr.PpOcr;
import io.github.deepgen4j.engines.onnx.Description;
import io.github.deepgen4j.evaluation.answer.DetectorAnswerer;
import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.evaluation.answer.QuestionsAnswerer;
import io.github.deepgen4j.evaluation.answer.ReaderAnswerer;
import io.github.deepgen4j.evaluation.answer.SimilarityAnswerer;
import io.github.deepgen4j.evaluation.answer.SimilarityScorer;
import io.github.deepgen4j.evaluation.benchmark.geneval.ClipColours;
import io.github.deepgen4j.evaluation.engine.ColourClassifier;
import io.github.deepgen4j.evaluation.engine.Detector;
import io.github.deepgen4j.evaluation.engine.Engine;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.evaluation.engine.PictureScorer;
import io.github.deepgen4j.evaluation.engine.TextReader;
import io.github.deepgen4j.evaluation.engine.VisualQuestions;
import io.github.deepgen4j.evaluation.program.PixelColours;
import io.github.deepgen4j.evaluation.program.ShapeWorldDetector;
import io.github.deepgen4j.evaluation.program.ShapeWorldQuestions;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.hub.retry.RetryPolicy;
import io.github.deepgen4j.model.files.ConfigFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One engine of each kind, opened when it is first asked for. A kind is chosen by a word: a program's
 * ({@code shapeworld}, {@code pixels}; {@code clip} for colours), an address, the name of an engine in the store, or a
 * folder with {@code engine.json}. What is not chosen is the only one of its kind in the store; colours are those of
 * CLIP where there is one, else of the pixels.
 */
public final class Engines implements EngineAccess, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** As the published client of scorers has it. */
    private static final Duration SCORER_PATIENCE = Duration.ofMinutes(10);

    private final EngineStore store;
    private final Map<EngineKind, String> choices;
    private final Retries retries;
    private final Map<EngineKind, Engine> opened = new EnumMap<>(EngineKind.class);

    /**
     * Opens nothing yet.
     *
     * @param choices a word for each kind that is not to be found in the store
     * @param notes is told, a line each, of what a service answers late or not at all
     */
    public Engines(EngineStore store, Map<EngineKind, String> choices, Consumer<String> notes) {
        this(store, choices, new Retries(RetryPolicy.DEFAULT, notes));
    }

    Engines(EngineStore store, Map<EngineKind, String> choices, Retries retries) {
        this.store = store;
        this.choices = new EnumMap<>(EngineKind.class);
        this.choices.putAll(choices);
        this.retries = retries;
    }

    /**
     * Reads {@code detector=nanodet}.
     *
     * @throws IllegalArgumentException if it is no kind and word
     */
    public static Map.Entry<EngineKind, String> choice(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException(
                    "engine expected KIND=NAME, for example detector=nanodet, found " + text);
        }
        return Map.entry(EngineKind.of(text.substring(0, equals)), text.substring(equals + 1));
    }

    /**
     * The word that a kind is opened by: the chosen one, or where there is no choice the only one. Empty if there is
     * none.
     *
     * @throws EngineException if several could be meant
     */
    public Optional<String> word(EngineKind kind) {
        if (choices.containsKey(kind)) {
            return Optional.of(choices.get(kind));
        }
        if (kind == EngineKind.COLOURS) {
            return Optional.of(word(EngineKind.CLIP).isPresent() ? "clip" : "pixels");
        }
        List<String> stored = store.list().stream()
                .filter(one -> one.kind() == kind)
                .map(Installed::name)
                .toList();
        if (stored.size() > 1) {
            throw new EngineException("several engines of the kind %s: say which one with --engine %s=NAME, of %s"
                    .formatted(kind.word(), kind.word(), String.join(", ", stored)));
        }
        return stored.stream().findFirst();
    }

    /** True for a kind of which an engine was chosen or stands in the store, or which a program answers. */
    public boolean isAvailable(EngineKind kind) {
        return kind == EngineKind.COLOURS
                || choices.containsKey(kind)
                || store.list().stream().anyMatch(one -> one.kind() == kind);
    }

    @Override
    public List<Answerer> answerers() {
        return answerers(this::isAvailable);
    }

    /** One for each kind of which an engine was chosen; a detector answers with the colours of its objects. */
    public List<Answerer> chosenAnswerers() {
        return answerers(kind -> choices.containsKey(kind)
                || kind == EngineKind.DETECTOR && choices.containsKey(EngineKind.COLOURS) && isAvailable(kind));
    }

    private List<Answerer> answerers(Predicate<EngineKind> wanted) {
        Map<EngineKind, Answerer> all = new EnumMap<>(EngineKind.class);
        all.put(EngineKind.DETECTOR, new DetectorAnswerer(this::detector, this::colours));
        all.put(EngineKind.OCR, new ReaderAnswerer(this::ocr));
        all.put(EngineKind.CLIP, new SimilarityAnswerer(this::clip));
        all.put(EngineKind.VQA, new QuestionsAnswerer(this::vqa));
        all.keySet().removeIf(kind -> !wanted.test(kind));
        return List.copyOf(all.values());
    }

    /**
     * As {@link EngineAccess#scorer}. A folder may also hold an encoder of images and texts, {@code kind} clip: then
     * the score is the cosine times the field {@code factor} of its description.
     */
    @Override
    public PictureScorer scorer(String name, String word) {
        if (word.matches("https?://.*")) {
            return new HttpScorer(name, URI.create(word), retries, SCORER_PATIENCE);
        }
        Path folder = Path.of(word);
        if (!Files.isDirectory(folder)) {
            throw new EngineException(name + " expected an address or a folder with engine.json, found " + word);
        }
        ConfigFile config = ConfigFile.read(folder.resolve(Description.FILE));
        return config.choice("kind", "scorer", "scorer", "clip").equals("clip")
                ? new SimilarityScorer(OnnxClip.open(folder), config.number("factor", -1e9, 1e9, 1))
                : OnnxScorer.open(folder);
    }

    /** The detector. */
    public Detector detector() {
        return (Detector) engine(EngineKind.DETECTOR);
    }

    /** The classifier of colours. */
    public ColourClassifier colours() {
        return (ColourClassifier) engine(EngineKind.COLOURS);
    }

    /** The reader of text. */
    public TextReader ocr() {
        return (TextReader) engine(EngineKind.OCR);
    }

    /** The encoder of images and texts. */
    public ImageTextSimilarity clip() {
        return (ImageTextSimilarity) engine(EngineKind.CLIP);
    }

    /** The model that answers yes or no. */
    public VisualQuestions vqa() {
        return (VisualQuestions) engine(EngineKind.VQA);
    }

    /**
     * The engine of a kind.
     *
     * @throws EngineException if there is none, or it cannot be opened
     * @throws io.github.deepgen4j.model.files.ConfigException if its description cannot be used
     */
    public synchronized Engine engine(EngineKind kind) {
        Engine engine = opened.get(kind);
        if (engine == null) {
            engine = open(
                    kind,
                    word(kind)
                            .orElseThrow(() -> new EngineException(("no engine of the kind %s: add one with 'deepgen"
                                            + " evaluate engines add %s FILE', or name one with --engine %s=ADDRESS")
                                    .formatted(kind.word(), kind.word(), kind.word()))));
            opened.put(kind, engine);
        }
        return engine;
    }

    private Engine open(EngineKind kind, String word) {
        if (word.matches("https?://.*")) {
            return service(kind, address(kind, word));
        }
        if (kind == EngineKind.COLOURS) {
            return switch (word) {
                case "pixels" -> new PixelColours();
                case "clip" -> new ClipColours(clip());
                default -> throw new EngineException("colours expected pixels, clip or an address, found " + word);
            };
        }
        if (kind == EngineKind.DETECTOR && word.equals("shapeworld")) {
            return new ShapeWorldDetector();
        }
        if (kind == EngineKind.VQA && word.equals("shapeworld")) {
            return new ShapeWorldQuestions();
        }
        return network(kind, folder(kind, word));
    }

    private static URI address(EngineKind kind, String word) {
        try {
            return URI.create(word);
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    "%s expected an address, found %s: %s".formatted(kind.word(), word, e.getMessage()), e);
        }
    }

    private Path folder(EngineKind kind, String word) {
        Optional<Path> stored = store.find(word);
        if (stored.isPresent()) {
            return stored.get();
        }
        Path folder = Path.of(word);
        if (!Files.isDirectory(folder)) {
            throw new EngineException(
                    "%s expected an address, a folder or the name of an engine that was added (%s), found %s"
                            .formatted(
                                    kind.word(),
                                    String.join(
                                            ", ",
                                            store.list().stream()
                                                    .map(Installed::name)
                                                    .toList()),
                                    word));
        }
        return folder;
    }

    private static Engine network(EngineKind kind, Path folder) {
        return switch (kind) {
            case OCR -> PpOcr.open(folder);
            case DETECTOR -> detector(folder);
            case CLIP -> OnnxClip.open(folder);
            case VQA -> OnnxQuestions.open(folder);
            case COLOURS -> throw new IllegalArgumentException("colours have no folder");
        };
    }

    private static Detector detector(Path folder) {
        ConfigFile config = ConfigFile.read(folder.resolve(Description.FILE));
        return config.choice("network", "onnx", "onnx", IconDetector.NETWORK).equals("onnx")
                ? OnnxDetector.open(folder)
                : IconDetector.open(folder);
    }

    private Engine service(EngineKind kind, URI address) {
        return switch (kind) {
            case OCR -> new HttpTextReader(address, retries, PATIENCE);
            case DETECTOR -> new HttpDetector(address, retries, PATIENCE);
            case COLOURS -> new HttpColours(address, retries, PATIENCE);
            case CLIP -> new HttpClip(address, retries, PATIENCE);
            case VQA -> new HttpQuestions(address, retries, PATIENCE);
        };
    }

    /** Closes whatever was opened; the first failure is thrown when all have been tried. */
    @Override
    public synchronized void close() {
        RuntimeException failure = null;
        for (Engine engine : opened.values()) {
            try {
                engine.close();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        opened.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
