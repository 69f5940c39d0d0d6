// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.ocr;

import io.github.deepgen4j.engines.onnx.Description;
import io.github.deepgen4j.engines.onnx.Numbers;
import io.github.deepgen4j.engines.onnx.Numbers.Floats;
import io.github.deepgen4j.engines.onnx.OnnxModel;
import io.github.deepgen4j.engines.onnx.Planes;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.TextReader;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads text with three networks of PP-OCR in ONNX files: detection, direction and recognition, with the parameters of
 * {@code PaddleOCR: tools/infer} but for the resizing of small pictures, which are enlarged: a picture of 64 pixels is
 * read, too.
 */
public final class PpOcr implements TextReader {
    /** The detection network halves its input five times. */
    private static final int MULTIPLE = 32;

    private static final int LONGEST_SIDE = 960;
    private static final int SHORTEST_SIDE = 256;
    /** ImageNet's means and deviations for red, green, blue, which PaddleOCR applies to blue, green, red. */
    private static final Planes DETECTION =
            new Planes(true, new double[] {123.675, 116.28, 103.53}, new double[] {58.395, 57.12, 57.375});

    private static final Planes LINES =
            new Planes(true, new double[] {127.5, 127.5, 127.5}, new double[] {127.5, 127.5, 127.5});
    private static final Size DIRECTION = new Size(192, 48);
    private static final float UPSIDE_DOWN = 0.9f;
    private static final int LINE_HEIGHT = 48;
    private static final int SHORTEST_LINE = 320;
    private static final float LEAST_CONFIDENCE = 0.5f;
    private static final TextRegions REGIONS = new TextRegions(0.3, 0.6, 1.5);

    private final Fingerprint fingerprint;
    private final OnnxModel detection;
    private final Optional<OnnxModel> direction;
    private final OnnxModel recognition;
    private final Characters characters;

    private PpOcr(
            Fingerprint fingerprint,
            OnnxModel detection,
            Optional<OnnxModel> direction,
            OnnxModel recognition,
            Characters characters) {
        this.fingerprint = fingerprint;
        this.detection = detection;
        this.direction = direction;
        this.recognition = recognition;
        this.characters = characters;
    }

    /**
     * Opens the networks of a folder.
     *
     * @param folder with {@code engine.json} of the kind {@code ocr}
     * @throws io.github.deepgen4j.model.files.ConfigException if the description cannot be used
     * @throws io.github.deepgen4j.evaluation.engine.EngineException if a network is absent, damaged or another one
     */
    public static PpOcr open(Path folder) {
        Description description = Description.read(folder, "ocr");
        List<OnnxModel> opened = new ArrayList<>();
        try {
            OnnxModel detection = opened(opened, description.open("detection", "det.onnx"));
            OnnxModel recognition = opened(opened, description.open("recognition", "rec.onnx"));
            detection.requireInput(detection.onlyInput(), "float", -1, 3, -1, -1);
            detection.requireOutput(detection.onlyOutput(), -1, 1, -1, -1);
            recognition.requireInput(recognition.onlyInput(), "float", -1, 3, LINE_HEIGHT, -1);
            Optional<OnnxModel> direction = Optional.empty();
            if (description.config().has("direction")) {
                direction = Optional.of(opened(opened, description.open("direction", "cls.onnx")));
                direction
                        .get()
                        .requireInput(
                                direction.get().onlyInput(), "float", -1, 3, DIRECTION.height(), DIRECTION.width());
                direction.get().requireOutput(direction.get().onlyOutput(), -1, 2);
            }
            Map<String, OnnxModel> models = new java.util.LinkedHashMap<>();
            models.put("detection", detection);
            models.put("recognition", recognition);
            direction.ifPresent(model -> models.put("direction", model));
            return new PpOcr(
                    description.fingerprint(models),
                    detection,
                    direction,
                    recognition,
                    Characters.read(description, recognition));
        } catch (RuntimeException e) {
            opened.forEach(OnnxModel::close);
            throw e;
        }
    }

    private static OnnxModel opened(List<OnnxModel> opened, OnnxModel model) {
        opened.add(model);
        return model;
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public List<TextLine> read(Image image) {
        List<TextLine> lines = new ArrayList<>();
        for (Region region : inOrder(regions(image))) {
            Image line = upright(Cutting.cut(image, region));
            Characters.Text text = recognise(line);
            if (text.confidence() >= LEAST_CONFIDENCE && !text.text().isBlank()) {
                lines.add(new TextLine(text.text(), region.box(image.size()), text.confidence()));
            }
        }
        return lines;
    }

    private List<Region> regions(Image image) {
        Size size = detectionSize(image.size());
        Image resized = Resize.resize(image, size, Filter.BILINEAR);
        Floats map = run(detection, DETECTION.of(resized));
        return REGIONS.of(map.values(), size.width(), size.height()).stream()
                .map(region ->
                        region.scaled((double) image.width() / size.width(), (double) image.height() / size.height()))
                .toList();
    }

    private static Size detectionSize(Size image) {
        int longest = Math.max(image.width(), image.height());
        int shortest = Math.min(image.width(), image.height());
        double scale = Math.min((double) LONGEST_SIDE / longest, Math.max(1, (double) SHORTEST_SIDE / shortest));
        return new Size(multiple(image.width() * scale), multiple(image.height() * scale));
    }

    private static int multiple(double side) {
        return Math.max(MULTIPLE, (int) Math.round(side / MULTIPLE) * MULTIPLE);
    }

    /** From top to bottom; what lies side by side, from left to right. */
    private static List<Region> inOrder(List<Region> regions) {
        List<Region> sorted = new ArrayList<>(regions);
        sorted.sort(Comparator.comparingDouble(PpOcr::top).thenComparingDouble(Region::x));
        for (int i = 1; i < sorted.size(); i++) {
            for (int j = i; j > 0 && besides(sorted.get(j - 1), sorted.get(j)); j--) {
                sorted.set(j, sorted.set(j - 1, sorted.get(j)));
            }
        }
        return sorted;
    }

    private static double top(Region region) {
        return region.y() - region.upright().height() / 2;
    }

    /** True for two of one line in the wrong order: their tops differ by less than half a line. */
    private static boolean besides(Region left, Region right) {
        double line = Math.min(left.upright().height(), right.upright().height()) / 2;
        return Math.abs(top(left) - top(right)) < line && right.x() < left.x();
    }

    private Image upright(Image line) {
        if (direction.isEmpty()) {
            return line;
        }
        int width = Math.clamp(
                (int) Math.ceil((double) DIRECTION.height() * line.width() / line.height()), 1, DIRECTION.width());
        Image resized = Resize.resize(line, new Size(width, DIRECTION.height()), Filter.BILINEAR);
        Floats turned = run(direction.get(), LINES.of(resized, DIRECTION.width(), DIRECTION.height()));
        return turned.values()[1] > UPSIDE_DOWN ? Cutting.halfTurned(line) : line;
    }

    private Characters.Text recognise(Image line) {
        int width = Math.max(1, (int) Math.ceil((double) LINE_HEIGHT * line.width() / line.height()));
        Image resized = Resize.resize(line, new Size(width, LINE_HEIGHT), Filter.BILINEAR);
        return characters.decode(run(recognition, LINES.of(resized, Math.max(width, SHORTEST_LINE), LINE_HEIGHT)));
    }

    private static Floats run(OnnxModel model, Numbers input) {
        String output = model.onlyOutput();
        return model.run(Map.of(model.onlyInput(), input), List.of(output)).get(output);
    }

    @Override
    public void close() {
        detection.close();
        direction.ifPresent(OnnxModel::close);
        recognition.close();
    }
}
