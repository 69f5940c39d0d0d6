// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares each tensor with those that do the same in the other layers, by size (logarithm of the root mean square) and
 * lean (mean over root mean square). Two tensors of one shape that both look strange in their own family and at home in
 * the other's were swapped. Tensors whose families look alike cannot be told apart in this way.
 */
final class PeerCheck {
    private static final int SMALLEST_FAMILY = 4;
    private static final double STRANGE = 8; // in units of the family's spread
    private static final double AT_HOME = 3;
    private static final double LEAST_SPREAD = 0.05; // of fresh weights, which are all alike
    private static final double FAR_OFF = Math.log(30);
    private static final double SILENCE = 1e-8;

    /** Median and spread (scaled median absolute deviation) of a family. */
    private record Family(double size, double sizeSpread, double lean, double leanSpread) {
        static Family of(List<ScannedTensor> members) {
            double[] sizes = members.stream().mapToDouble(Family::size).toArray();
            double[] leans = members.stream().mapToDouble(Family::lean).toArray();
            return new Family(median(sizes), spread(sizes), median(leans), spread(leans));
        }

        static double size(ScannedTensor tensor) {
            return Math.log(Math.max(tensor.statistics().rms(), SILENCE));
        }

        static double lean(ScannedTensor tensor) {
            double rms = tensor.statistics().rms();
            return rms == 0 ? 0 : tensor.statistics().mean() / rms;
        }

        /** Distance of a tensor from this family, in spreads. */
        double distance(ScannedTensor tensor) {
            return Math.max(Math.abs(size(tensor) - size) / sizeSpread, Math.abs(lean(tensor) - lean) / leanSpread);
        }

        private static double median(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int half = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        }

        private static double spread(double[] values) {
            double median = median(values);
            double[] distances =
                    Arrays.stream(values).map(v -> Math.abs(v - median)).toArray();
            return Math.max(1.4826 * median(distances), LEAST_SPREAD); // of a normal distribution: its deviation
        }
    }

    private PeerCheck() {}

    /** Swapped pairs, and tensors of a size far from their family's. */
    static List<Finding> of(List<ScannedTensor> tensors) {
        Map<String, List<ScannedTensor>> members = new HashMap<>();
        tensors.stream()
                .filter(tensor -> tensor.statistics().count() > 0)
                .forEach(tensor -> members.computeIfAbsent(tensor.family(), _ -> new ArrayList<>())
                        .add(tensor));
        Map<String, Family> families = new HashMap<>();
        members.forEach((name, list) -> {
            if (list.size() >= SMALLEST_FAMILY) {
                families.put(name, Family.of(list));
            }
        });
        List<ScannedTensor> strange = tensors.stream()
                .filter(tensor -> families.containsKey(tensor.family()))
                .filter(tensor -> families.get(tensor.family()).distance(tensor) > STRANGE)
                .toList();
        return judge(strange, families);
    }

    private static List<Finding> judge(List<ScannedTensor> strange, Map<String, Family> families) {
        List<Finding> findings = new ArrayList<>();
        List<ScannedTensor> explained = new ArrayList<>();
        for (int i = 0; i < strange.size(); i++) {
            for (int j = i + 1; j < strange.size(); j++) {
                ScannedTensor one = strange.get(i);
                ScannedTensor other = strange.get(j);
                if (exchanged(one, other, families)) {
                    findings.add(Finding.damage(
                            one.file(), one.name() + " and " + other.name() + " look swapped, by their values"));
                    explained.addAll(List.of(one, other));
                }
            }
        }
        for (ScannedTensor tensor : strange) {
            double typical = families.get(tensor.family()).size();
            boolean known = explained.contains(tensor) || tensor.statistics().constant(); // ValueCheck speaks of those
            if (!known && Math.abs(Family.size(tensor) - typical) > FAR_OFF) {
                findings.add(Finding.suspicious(
                        tensor.file(),
                        String.format(
                                Locale.ROOT,
                                "%s has a root mean square of %.3g; the same tensor of other layers has %.3g",
                                tensor.name(),
                                tensor.statistics().rms(),
                                Math.exp(typical))));
            }
        }
        return findings;
    }

    private static boolean exchanged(ScannedTensor one, ScannedTensor other, Map<String, Family> families) {
        return !one.family().equals(other.family())
                && Arrays.equals(one.shape(), other.shape())
                && families.get(other.family()).distance(one) < AT_HOME
                && families.get(one.family()).distance(other) < AT_HOME;
    }
}
