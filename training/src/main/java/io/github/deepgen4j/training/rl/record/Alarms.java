// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.record;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The alarms that the updates so far give. A pure function, so that all processes and a resumed run agree. */
final class Alarms {
    private final AlarmConfig config;

    Alarms(AlarmConfig config) {
        this.config = config;
    }

    /**
     * Alarms after the last of some updates.
     *
     * @param updates all of the run, oldest first
     * @param scores of validations, by measure and step
     */
    Set<Alarm> of(List<UpdateRecord> updates, Map<String, NavigableMap<Integer, Double>> scores) {
        Set<Alarm> found = EnumSet.noneOf(Alarm.class);
        add(found, Alarm.HACKING, scores.values().stream().anyMatch(score -> hacking(updates, score)));
        double clipped = late(updates, update -> update.measure("clipped_above") + update.measure("clipped_below"));
        add(found, Alarm.CLIPPED, clipped > config.clipped());
        add(found, Alarm.NORM_RATIO, late(updates, u -> u.measure("velocity_norm_ratio")) > config.normRatio());
        add(found, Alarm.VARIANCE, late(updates, UpdateRecord::zeroVariance) > config.zeroVariance());
        add(found, Alarm.SDE_GAP, gap(updates, scores.getOrDefault(FlightRecorder.HELD_OUT, new TreeMap<>())));
        if (updates.size() >= 2 * config.window()) { // else the start is also the end
            double diversity = late(updates, look("diversity")) / early(updates, look("diversity"));
            add(found, Alarm.DIVERSITY, diversity < config.diversity());
            double saturated = late(updates, look("saturated")) - early(updates, look("saturated"));
            add(found, Alarm.SATURATED, saturated > config.saturated());
            add(found, Alarm.GRIDDED, late(updates, look("grid")) / early(updates, look("grid")) < config.grid());
        }
        return found;
    }

    private static void add(Set<Alarm> alarms, Alarm alarm, boolean rings) {
        if (rings) {
            alarms.add(alarm);
        }
    }

    private static ToDoubleFunction<UpdateRecord> look(String name) {
        return update -> update.looks().get(name);
    }

    /** The reward is higher than when the held-out score was best, and that is lower. */
    private boolean hacking(List<UpdateRecord> updates, NavigableMap<Integer, Double> heldOut) {
        if (heldOut.size() < 2 || updates.isEmpty()) {
            return false;
        }
        Map.Entry<Integer, Double> best = heldOut.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .orElseThrow();
        boolean falls = heldOut.lastEntry().getValue() < best.getValue() - config.heldOutLoss();
        List<UpdateRecord> then = updates.stream()
                .filter(update -> update.step() <= best.getKey())
                .toList();
        double before = then.isEmpty() ? early(updates, UpdateRecord::reward) : late(then, UpdateRecord::reward);
        return falls && late(updates, UpdateRecord::reward) > before;
    }

    private boolean gap(List<UpdateRecord> updates, NavigableMap<Integer, Double> heldOut) {
        if (heldOut.isEmpty()
                || updates.isEmpty()
                || !updates.getLast().rewards().containsKey("shapeworld")) {
            return false;
        }
        double drawn =
                late(updates, update -> update.rewards().get("shapeworld").mean());
        return drawn < heldOut.lastEntry().getValue() - config.gap();
    }

    private double early(List<UpdateRecord> updates, ToDoubleFunction<UpdateRecord> value) {
        return mean(updates.subList(0, Math.min(config.window(), updates.size())), value);
    }

    private double late(List<UpdateRecord> updates, ToDoubleFunction<UpdateRecord> value) {
        return mean(updates.subList(Math.max(0, updates.size() - config.window()), updates.size()), value);
    }

    private static double mean(List<UpdateRecord> updates, ToDoubleFunction<UpdateRecord> value) {
        return updates.stream()
                .mapToDouble(value)
                .filter(Double::isFinite) // updates without the measure do not count
                .average()
                .orElse(Double.NaN);
    }
}
