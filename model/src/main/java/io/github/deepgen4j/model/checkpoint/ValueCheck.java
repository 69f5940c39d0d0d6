// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Judges the values of a component: numbers that are none, pages that were never written, norms that are no norms.
 * Weights that never were trained are let pass if most of the component was not: fresh zeros and ones are no damage.
 */
final class ValueCheck {
    private static final double SMALLEST_NORM = 0.01; // root mean square; trained norms lie between 0.05 and 20
    private static final double LARGEST_NORM = 100;
    private static final int NAMES_SHOWN = 5;
    private static final long HOLE_GAP =
            4 * ConstantRun.PAGE; // pages on the borders of small tensors are not looked at

    private final String component;
    private final List<ScannedTensor> tensors;
    private final List<Finding> findings = new ArrayList<>();
    private final boolean fresh;

    private ValueCheck(String component, List<ScannedTensor> tensors) {
        this.component = component;
        this.tensors = tensors;
        long untouched = tensors.stream().filter(ScannedTensor::untouched).count();
        long constant = tensors.stream().filter(ScannedTensor::startsConstant).count();
        this.fresh = 2 * untouched > constant; // training leaves none of them, damage to a fresh one leaves most
    }

    /**
     * Findings about the values of a component.
     *
     * @param runs constant pages by file
     */
    static List<Finding> of(String component, List<ScannedTensor> tensors, List<FileRuns> runs) {
        ValueCheck check = new ValueCheck(component, tensors);
        check.numbers();
        runs.forEach(check::pages);
        check.constants();
        check.norms();
        check.findings.addAll(PeerCheck.of(tensors));
        return check.findings;
    }

    /** The constant pages of one file. */
    record FileRuns(String file, List<ConstantRun> runs) {}

    private void numbers() {
        for (ScannedTensor tensor : tensors) {
            TensorStatistics found = tensor.statistics();
            if (found.nans() + found.infinities() > 0) {
                findings.add(Finding.damage(
                        tensor.file(),
                        String.format(
                                Locale.ROOT,
                                "%s holds %,d NaN and %,d infinite of %,d elements",
                                tensor.name(),
                                found.nans(),
                                found.infinities(),
                                found.count() + found.nans() + found.infinities())));
            }
        }
    }

    private void pages(FileRuns pages) {
        List<ScannedTensor> inFile = tensors.stream()
                .filter(tensor -> tensor.file().equals(pages.file()))
                .toList();
        for (ConstantRun run : ConstantRun.joined(pages.runs(), HOLE_GAP)) {
            List<ScannedTensor> hit =
                    inFile.stream().filter(tensor -> tensor.overlaps(run)).toList();
            if (hit.isEmpty() || hit.stream().allMatch(this::mayBeConstant)) {
                continue;
            }
            String text = String.format(
                    Locale.ROOT,
                    "%,d bytes of %s from byte %,d on, in %s",
                    run.end() - run.begin(),
                    run.content(),
                    run.begin(),
                    names(hit));
            findings.add(
                    unusedEmbeddings(hit.getLast(), run)
                            ? Finding.suspicious(pages.file(), text + " (rows of unused tokens?)")
                            : Finding.damage(pages.file(), text));
        }
    }

    /** Constant as a whole, and either never trained or too small to tell; {@link #constants} speaks of the latter. */
    private boolean mayBeConstant(ScannedTensor tensor) {
        return neverTrained(tensor) || tensor.vector() && tensor.statistics().constant();
    }

    /**
     * Of a component that nobody trained, and still as it was made. Some who make them begin the last layers of
     * residual blocks at zero, which no rule of {@link io.github.deepgen4j.model.weights.DeepGenInitialiser} says.
     */
    private boolean neverTrained(ScannedTensor tensor) {
        return fresh && (tensor.untouched() || tensor.zero() && !tensor.normScale());
    }

    /** Vocabularies are padded, and makers leave the rows of tokens that do not exist as they like. */
    private static boolean unusedEmbeddings(ScannedTensor tensor, ConstantRun run) {
        return tensor.name().endsWith("embed_tokens.weight")
                && run.begin() >= tensor.begin()
                && tensor.end() - run.end() < 2 * ConstantRun.PAGE;
    }

    private void constants() {
        List<ScannedTensor> constant = tensors.stream()
                .filter(tensor -> tensor.statistics().constant())
                .filter(tensor -> !neverTrained(tensor))
                .filter(tensor -> !(tensor.normScale() && tensor.statistics().rms() == 0)) // damage, see norms()
                .filter(tensor -> tensor.vector() || tensor.end() - tensor.begin() < 2 * ConstantRun.PAGE)
                .toList();
        if (!constant.isEmpty()) {
            findings.add(Finding.suspicious(
                    component,
                    String.format(Locale.ROOT, "%d tensors of one value each: %s", constant.size(), names(constant))));
        }
    }

    private void norms() {
        List<ScannedTensor> norms = tensors.stream()
                .filter(tensor -> tensor.normScale() && tensor.statistics().count() > 0)
                .toList();
        List<ScannedTensor> zero =
                norms.stream().filter(tensor -> tensor.statistics().rms() == 0).toList();
        if (!zero.isEmpty()) {
            findings.add(Finding.damage(
                    component,
                    String.format(
                            Locale.ROOT, "%d tensors scale a norm and are all zero: %s", zero.size(), names(zero))));
        }
        for (ScannedTensor tensor : norms) {
            double rms = tensor.statistics().rms();
            if (rms > 0 && (rms < SMALLEST_NORM || rms > LARGEST_NORM)) {
                findings.add(Finding.suspicious(
                        tensor.file(),
                        String.format(
                                Locale.ROOT,
                                "%s scales a norm: expected values around 1, found a root mean square of %.3g",
                                tensor.name(),
                                rms)));
            }
        }
    }

    private static String names(List<ScannedTensor> tensors) {
        String shown = String.join(
                ", ",
                tensors.stream().limit(NAMES_SHOWN).map(ScannedTensor::name).toList());
        return tensors.size() <= NAMES_SHOWN ? shown : shown + " and " + (tensors.size() - NAMES_SHOWN) + " more";
    }
}
