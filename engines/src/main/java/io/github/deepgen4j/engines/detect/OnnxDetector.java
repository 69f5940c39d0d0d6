// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.detect;

import io.github.deepgen4j.engines.onnx.Description;
import io.github.deepgen4j.engines.onnx.Numbers.Floats;
import io.github.deepgen4j.engines.onnx.OnnxModel;
import io.github.deepgen4j.engines.onnx.Planes;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Detector;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A detector in an ONNX file, such as NanoDet or Mask2Former; {@code engine.json} beside it says what it takes and
 * gives (docs/evaluation.md, "Engines").
 */
public final class OnnxDetector implements Detector {
    private final Fingerprint fingerprint;
    private final OnnxModel model;
    private final String input;
    private final Framing framing;
    private final Planes planes;
    private final Outputs outputs;
    private final List<String> classes;

    private OnnxDetector(Description description, OnnxModel model) {
        ConfigFile config = description.config();
        ConfigFile in = config.section("input");
        this.model = model;
        this.framing = Framing.read(in);
        this.planes = Planes.read(in);
        this.outputs = Outputs.read(config.section("output"));
        this.classes = config.texts("classes", List.of());
        this.input = in.text("name", "");
        config.make(() -> {
            ConfigException.require(
                    !classes.isEmpty() && new HashSet<>(classes).size() == classes.size(),
                    "classes",
                    "different names",
                    classes);
            return classes;
        });
        this.fingerprint = description.fingerprint(Map.of("model", model));
    }

    /**
     * Opens the detector of a folder.
     *
     * @param folder with {@code engine.json} of the kind {@code detector}
     * @throws ConfigException if the description cannot be used
     * @throws io.github.deepgen4j.evaluation.engine.EngineException if the network is absent, damaged or another one
     */
    public static OnnxDetector open(Path folder) {
        Description description = Description.read(folder, "detector");
        OnnxModel model = description.open("model", "model.onnx");
        try {
            OnnxDetector detector = new OnnxDetector(description, model);
            detector.check();
            return detector;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private void check() {
        Size size = framing instanceof Framing.Stretch stretch ? stretch.size() : null;
        model.requireInput(
                inputName(), "float", 1, 3, size == null ? -1 : size.height(), size == null ? -1 : size.width());
        outputs.check(model, classes.size());
    }

    private String inputName() {
        return input.isEmpty() ? model.onlyInput() : input;
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public Map<String, List<Detection>> detect(Image image) {
        Size inside = framing.image(image.size());
        Size whole = framing.input(inside);
        Floats pixels = planes.of(Resize.resize(image, inside, Filter.BILINEAR), whole.width(), whole.height());
        Map<String, Floats> found = model.run(Map.of(inputName(), pixels), outputs.names());
        List<List<Detection>> objects =
                outputs.decode(found, new Outputs.View(image.size(), inside, whole), classes.size());
        Map<String, List<Detection>> named = new LinkedHashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            if (!objects.get(c).isEmpty()) {
                named.put(classes.get(c), objects.get(c));
            }
        }
        return named;
    }

    @Override
    public void close() {
        model.close();
    }
}
