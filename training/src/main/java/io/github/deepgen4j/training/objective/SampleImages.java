// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.Sampler;
import io.github.deepgen4j.model.generation.SamplerOptions;
import io.github.deepgen4j.model.image.ContactSheet;
import io.github.deepgen4j.model.image.ContactSheet.Cell;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.sampling.Euler;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The images that a run shows of itself: prompts, then edits, each after the image it begins with. */
final class SampleImages {
    private static final int COLUMNS = 4;

    private final FlowMatching.Samples config;
    private final Networks model;
    private final ForwardPass networks;
    private final Sampler sampler;
    private final List<Asked> asked = new ArrayList<>();

    private record Asked(String prompt, String negative, List<Image> references) {}

    /** @throws io.github.deepgen4j.model.image.ImageException if an image to edit cannot be read */
    SampleImages(FlowMatching.Samples config, List<String> prompts, Networks model, ForwardPass networks) {
        this.config = config;
        this.model = model;
        this.networks = networks;
        this.sampler = new Sampler(model, new Euler());
        prompts.forEach(prompt -> asked.add(new Asked(prompt, "", List.of())));
        if (!config.edits().isEmpty()) {
            String negative = model.config().editNegative();
            Size size = new Size(config.size(), config.size());
            for (FlowMatching.Samples.Edit edit : config.edits()) {
                Image reference = Resize.resize(Image.read(edit.image()), size, Filter.BICUBIC);
                asked.add(new Asked(edit.prompt(), negative, List.of(reference)));
            }
        }
    }

    /** The image as the auto-encoder gives it back. */
    Image rebuilt(Image image) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Tensor latents = networks.encode(image, null);
            Tensor one = latents.reshape(1, latents.size(0), latents.size(1), latents.size(2));
            return Pixels.toImages(sampler.pixels(one, Observer.NONE)).getFirst();
        }
    }

    /** One sheet; null if nothing was asked for. */
    Image draw() {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (!asked.get(i).references().isEmpty() && cells.size() % 2 == 1) {
                cells.add(Cell.BLANK); // a pair stays in its row
            }
            asked.get(i).references().forEach(image -> cells.add(Cell.of(image)));
            cells.add(Cell.of(draw(asked.get(i), i)));
        }
        return cells.isEmpty() ? null : ContactSheet.ofCells(cells, Math.min(COLUMNS, cells.size()));
    }

    /** One image; image i always starts from the same noise. */
    private Image draw(Asked image, int number) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                var rng = Rng.seeded(Seeds.VALIDATION + number)) {
            Conditions both = networks.conditions(
                    List.of(image.prompt(), image.negative()), List.of(image.references(), image.references()));
            List<Tensor> references = image.references().stream()
                    .map(reference -> networks.encode(reference, null))
                    .toList();
            int cells = config.size() / model.config().vae().downsampling();
            Tensor latents = sampler.latents(
                    ConditionPair.of(both),
                    List.of(references),
                    rng.normal(1, model.config().vae().latentChannels(), cells, cells),
                    SamplerOptions.of(config.steps(), config.guidance()),
                    Observer.NONE);
            return Pixels.toImages(sampler.pixels(latents, Observer.NONE)).getFirst();
        }
    }
}
