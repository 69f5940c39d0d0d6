// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.connector.Conditions;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.ConditionPair;
import io.github.deepgen4j.model.pipeline.Denoiser;
import io.github.deepgen4j.model.pipeline.ModelConfig;
import io.github.deepgen4j.model.pipeline.Progress;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.model.pipeline.Trace;
import io.github.deepgen4j.model.sampling.EulerStep;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.shapeworld.ContactSheet;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.parts.ModelParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The images that a run shows of itself: prompts, then edits, each after the image it begins with. */
final class SampleImages {
    private static final int COLUMNS = 4;

    private final FlowMatching.Samples config;
    private final ModelParts model;
    private final SupervisedLoss networks;
    private final List<Asked> asked = new ArrayList<>();

    private record Asked(String prompt, String negative, List<Image> references) {}

    /** @throws io.github.deepgen4j.model.image.ImageException if an image to edit cannot be read */
    SampleImages(FlowMatching.Samples config, ModelParts model, SupervisedLoss networks) {
        this.config = config;
        this.model = model;
        this.networks = networks;
        config.prompts().forEach(prompt -> asked.add(new Asked(prompt, "", List.of())));
        if (!config.edits().isEmpty()) {
            String negative = ModelConfig.read(model.folder()).editNegative();
            Size size = new Size(config.size(), config.size());
            for (FlowMatching.Samples.Edit edit : config.edits()) {
                Image reference = Resize.resize(Image.read(edit.image()), size, Filter.BICUBIC);
                asked.add(new Asked(edit.prompt(), negative, List.of(reference)));
            }
        }
    }

    /** One sheet; null if nothing was asked for. */
    Image draw() {
        List<Image> cells = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (!asked.get(i).references().isEmpty() && cells.size() % 2 == 1) {
                cells.add(blank()); // a pair stays in its row
            }
            cells.addAll(asked.get(i).references());
            cells.add(draw(asked.get(i), i));
        }
        return cells.isEmpty() ? null : ContactSheet.of(cells, Math.min(COLUMNS, cells.size()));
    }

    private Image blank() {
        byte[] white = new byte[3 * config.size() * config.size()];
        Arrays.fill(white, (byte) 255);
        return Image.of(config.size(), config.size(), white);
    }

    /** One image with the pipeline's own denoiser; image i always starts from the same noise. */
    private Image draw(Asked image, int number) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                var rng = Rng.seeded(Seeds.VALIDATION + number)) {
            Conditions both = networks.conditions(
                    List.of(image.prompt(), image.negative()), List.of(image.references(), image.references()));
            List<Tensor> references = image.references().stream()
                    .map(reference -> networks.encode(reference, null))
                    .toList();
            int cells = config.size() / model.vae().config().downsampling();
            Tensor start = rng.normal(1, model.vae().config().latentChannels(), cells, cells);
            SamplingOptions options =
                    SamplingOptions.DEFAULT.withSteps(config.steps()).withGuidance(config.guidance());
            Schedule schedule =
                    Schedule.of(model.scheduler(), options.steps(), model.dit().tokens(start));
            Tensor latents = new Denoiser(model.dit(), model.compute(), EulerStep.F32)
                    .denoise(
                            new ConditionPair(both.rows(0, 1), both.rows(1, 1)),
                            List.of(references),
                            start,
                            schedule,
                            options,
                            Progress.NONE,
                            Trace.OFF);
            return Pixels.toImages(model.vae().decode(latents.to(model.compute())))
                    .getFirst();
        }
    }
}
