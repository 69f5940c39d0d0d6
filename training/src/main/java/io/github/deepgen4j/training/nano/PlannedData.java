// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.ValidationSet;
import io.github.deepgen4j.icons.IconExamples;
import io.github.deepgen4j.icons.IconSplit;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.icons.task.IconPlan;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.training.data.IconData;
import io.github.deepgen4j.training.data.ShapeWorldData;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Generated samples with plans, for the stages of models that have no trained ancestor. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = PlannedData.OfShapeWorld.class)
public sealed interface PlannedData {
    /** Reads what is needed. */
    Source open();

    /** True if there are instructions with references among the samples. */
    boolean edits();

    /** Samples that a generator draws, and those kept for measuring. */
    interface Source {
        /** The next {@code count} training samples of a generator. */
        List<Planned> draw(int count, RandomGenerator random);

        /** Held-out samples, as many of every kind. */
        HeldOut heldOut(int perKind, long seed);

        SlotCodes.Form form();
    }

    /** @param measures of images drawn for all samples, in their order; may be none */
    record HeldOut(List<Planned> samples, Function<List<Image>, Map<String, Double>> measures) {}

    /** ShapeWorld; fields as in {@link ShapeWorldData}. */
    record OfShapeWorld(
            Map<Kind, Double> weights,
            @JsonProperty(defaultValue = "train") Split split) implements PlannedData {
        private static final double[] POOLED = {0.7, 0.7, 1, 1.4, 1, 1, 1.4, 1};

        public OfShapeWorld {
            new ShapeWorldData(weights, split); // refuses what it does not allow
        }

        @Override
        public boolean edits() {
            return weights.keySet().stream().anyMatch(Edit.class::isInstance);
        }

        @Override
        public Source open() {
            ShapeWorldData data = new ShapeWorldData(weights, split);
            return new Source() {
                @Override
                public List<Planned> draw(int count, RandomGenerator random) {
                    return data.draw(count, random).stream().map(Planned::of).toList();
                }

                @Override
                public HeldOut heldOut(int perKind, long seed) {
                    ValidationSet set = ValidationSet.heldOut(data.kinds(), perKind, seed);
                    return new HeldOut(set.examples().stream().map(Planned::of).toList(), set::measures);
                }

                @Override
                public SlotCodes.Form form() {
                    return new SlotCodes.Form(Example.SLOTS, POOLED, false, Map.of());
                }
            };
        }
    }

    /**
     * Icons.
     *
     * @param shapes share of samples that are scenes of ShapeWorld instead, of all kinds, at the same size
     */
    record OfIcons(
            IconData icons,
            @JsonProperty(defaultValue = "0") double shapes) implements PlannedData {
        private static final double[] POOLED = {1.4, 2, 1.4, 1, 1.4, 1.4, 1.4, .5, .5, .5, .5, .5, .5, .5, .5, .5};

        public OfIcons {
            if (!(shapes >= 0 && shapes < 1)) {
                throw new ConfigException("shapes expected 0 or more and below 1, found " + shapes);
            }
        }

        @Override
        public boolean edits() {
            return icons.weights().keySet().stream().anyMatch(IconKind::edit);
        }

        @Override
        public Source open() {
            IconExamples examples = icons.open();
            Map<IconKind, Double> kinds = examples.possible(icons.weights());
            ShapeWorldData scenes = new ShapeWorldData(Kind.ALL.stream()
                    .filter(kind -> edits() || !(kind instanceof Edit))
                    .collect(Collectors.toMap(kind -> kind, _ -> 1.0)));
            return new Source() {
                @Override
                public List<Planned> draw(int count, RandomGenerator random) {
                    List<Planned> samples = new ArrayList<>();
                    while (samples.size() < count) {
                        samples.add(
                                random.nextDouble() < shapes
                                        ? Planned.of(scenes.draw(1, random).getFirst(), examples.size(), IconPlan.SLOTS)
                                        : Planned.of(examples.example(kinds, icons.languages(), random), examples));
                    }
                    return samples;
                }

                @Override
                public HeldOut heldOut(int perKind, long seed) {
                    IconExamples unseen = icons.of(IconSplit.COMPOSITIONS).open();
                    RandomGenerator random = Choices.random(seed);
                    List<Planned> samples = new ArrayList<>();
                    kinds.keySet().forEach(kind -> {
                        Map<IconKind, Double> only = new EnumMap<>(Map.of(kind, 1.0));
                        for (int i = 0; i < perKind; i++) {
                            samples.add(Planned.of(unseen.example(only, icons.languages(), random), unseen));
                        }
                    });
                    return new HeldOut(samples, _ -> Map.of());
                }

                @Override
                public SlotCodes.Form form() {
                    return new SlotCodes.Form(IconPlan.SLOTS, POOLED, true, examples.appearances());
                }
            };
        }
    }
}
