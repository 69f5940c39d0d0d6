// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.model.pipeline.Speed;
import io.github.deepgen4j.model.sampling.GuidanceInterval;
import io.github.deepgen4j.model.sampling.ReferenceReuse;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.sampling.StepReuse;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that leave out computing. */
final class SpeedMixin {
    @Option(
            names = "--speed",
            paramLabel = "NAME",
            defaultValue = "exact",
            converter = SpeedConverter.class,
            description = "exact (default), or balanced or fast, which leave out work and change the image.")
    private Speed speed;

    @Option(
            names = "--guidance-interval",
            paramLabel = "FROM,TO",
            converter = IntervalConverter.class,
            description = "Part of the steps that is guided, for example 0,0.6; the others cost half.")
    private Optional<GuidanceInterval> interval;

    @Option(
            names = "--reuse",
            paramLabel = "X|LIST/N",
            converter = ReuseConverter.class,
            description = "Steps that repeat what most blocks did before: those that change less than X, for example"
                    + " 0.1, or a list of N, for example 5,7,10-20/50.")
    private Optional<StepReuse> reuse;

    @Option(
            names = "--references-every",
            paramLabel = "N",
            converter = ReferencesConverter.class,
            description = "Compute the references of an edit in every Nth step; the others use what they were then.")
    private Optional<ReferenceReuse> references;

    /** These options with what the model's setting of the speed leaves out, and what was chosen beside it. */
    SamplingOptions options(SamplingOptions plain, DeepGen deepgen) {
        Shortcuts shortcuts = deepgen.shortcuts(speed);
        shortcuts = interval.map(shortcuts::withGuidance).orElse(shortcuts);
        shortcuts = references.map(shortcuts::withReferences).orElse(shortcuts);
        return plain.withShortcuts(reuse.map(shortcuts::withReuse).orElse(shortcuts));
    }

    /** Reads the word of a speed. */
    static final class SpeedConverter implements ITypeConverter<Speed> {
        @Override
        public Speed convert(String word) {
            try {
                return Speed.of(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a part of the steps. */
    static final class IntervalConverter implements ITypeConverter<GuidanceInterval> {
        @Override
        public GuidanceInterval convert(String text) {
            try {
                String[] ends = text.split(",", -1);
                if (ends.length != 2) {
                    throw new NumberFormatException();
                }
                return new GuidanceInterval(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("expected two numbers as 0,0.6, found " + text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads how often references are computed. */
    static final class ReferencesConverter implements ITypeConverter<ReferenceReuse> {
        @Override
        public ReferenceReuse convert(String text) {
            try {
                return new ReferenceReuse(Integer.parseInt(text));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("expected a number of steps as 2, found " + text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static final class ReuseConverter implements ITypeConverter<StepReuse> {
        @Override
        public StepReuse convert(String text) {
            try {
                return StepReuse.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
