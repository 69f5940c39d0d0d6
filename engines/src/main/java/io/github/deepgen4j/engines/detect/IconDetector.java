// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.detect;

import static io.github.deepgen4j.tensor.Functional.softmax;

import io.github.deepgen4j.engines.onnx.Description;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Detector;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.recognition.IconLabels;
import io.github.deepgen4j.evaluation.recognition.IconRecogniser;
import io.github.deepgen4j.icons.prompt.Layouts;
import io.github.deepgen4j.icons.scoring.IconScorer;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Things of icons at the places where prompts put them, by a network that {@code configs/icon-detector.yaml} has
 * trained: at each place the thing, skin tone and style that it is surest of, unless it sees none. Classes are named as
 * {@link Icon#label}. Pictures are brought to 96x96 first.
 */
public final class IconDetector implements Detector {
    /** The value of the field {@code network} in {@code engine.json}. */
    public static final String NETWORK = "icons";

    private static final int SIDE = 96;

    private final Networks networks;
    private final IconLabels labels;
    private final IconRecogniser recogniser;
    private final Fingerprint fingerprint;
    private final List<Layouts.Spot> spots = Layouts.all();

    private IconDetector(Description description, Networks networks) {
        this.networks = networks;
        this.labels = IconLabels.read(description.folder());
        this.recogniser = new IconRecogniser(networks, labels);
        this.fingerprint = new Fingerprint(
                description.config().text("name", NETWORK),
                description.config().text("version", ""),
                Map.of("weights", networks.fingerprint(Component.VLM)),
                Map.of());
    }

    /**
     * Opens the model of a folder.
     *
     * @throws io.github.deepgen4j.model.files.ConfigException if something in it cannot be used
     * @throws io.github.deepgen4j.model.weights.WeightException if the weights are not those of its networks
     */
    public static IconDetector open(Path folder) {
        Description description = Description.read(folder, "detector");
        Networks networks = Networks.open(folder, NetworkOptions.only(Component.VLM, Compute.of(DType.F32)));
        try {
            return new IconDetector(description, networks);
        } catch (RuntimeException e) {
            networks.close();
            throw e;
        }
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public List<String> classes() {
        return labels.words();
    }

    @Override
    public synchronized Map<String, List<Detection>> detect(Image image) {
        Size size = new Size(SIDE, SIDE);
        Image same = image.size().equals(size) ? image : Resize.resize(image, size, Filter.BICUBIC);
        Colour ground = IconScorer.background(same);
        List<float[]> parts = spots.stream()
                .map(spot -> IconRecogniser.part(spot.x() * SIDE, spot.y() * SIDE, spot.size() * SIDE, false)
                        .of(same, IconRecogniser.SIDE, ground))
                .toList();
        List<Likeliest> things = new ArrayList<>();
        List<Likeliest> styles = new ArrayList<>();
        List<Likeliest> tones = new ArrayList<>();
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            IconRecogniser.Seen seen = recogniser.look(IconRecogniser.pixels(parts));
            things.addAll(Likeliest.of(seen.things()));
            styles.addAll(Likeliest.of(seen.styles()));
            tones.addAll(Likeliest.of(seen.tones()));
        }
        Map<String, List<Detection>> found = new LinkedHashMap<>();
        for (int i = 0; i < spots.size(); i++) {
            int thing = things.get(i).answer();
            if (thing != labels.none()) {
                String label = Icon.label(
                        labels.things().get(thing),
                        tones.get(i).answer(),
                        labels.styles().get(styles.get(i).answer()));
                found.computeIfAbsent(label, _ -> new ArrayList<>())
                        .add(new Detection(
                                box(spots.get(i), image.size()), things.get(i).probability()));
            }
        }
        return found;
    }

    private static Box box(Layouts.Spot spot, Size size) {
        double half = spot.size() / 2;
        return new Box(
                (float) ((spot.x() - half) * size.width()),
                (float) ((spot.y() - half) * size.height()),
                (float) ((spot.x() + half) * size.width()),
                (float) ((spot.y() + half) * size.height()));
    }

    /** The first of the most probable answers to a part. */
    private record Likeliest(int answer, float probability) {
        /** @param logits (B, answers) */
        static List<Likeliest> of(Tensor logits) {
            int count = (int) logits.size(1);
            float[] probabilities = softmax(logits, 1).toFloats();
            List<Likeliest> all = new ArrayList<>();
            for (int row = 0; row < logits.size(0); row++) {
                int best = 0;
                for (int i = 1; i < count; i++) {
                    if (probabilities[row * count + i] > probabilities[row * count + best]) {
                        best = i;
                    }
                }
                all.add(new Likeliest(best, probabilities[row * count + best]));
            }
            return all;
        }
    }

    @Override
    public void close() {
        networks.close();
    }
}
