// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.record;

import io.github.deepgen4j.evaluation.report.HtmlPage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * A drawing of numbers over the updates of a run, as SVG.
 *
 * @param title plain text
 * @param lines by name: values by step
 */
record Curve(String title, Map<String, NavigableMap<Integer, Double>> lines) {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 150;
    private static final int MOST_POINTS = 600;
    private static final List<String> COLOURS =
            List.of("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#17becf", "#7f7f7f");

    static Curve of(String title) {
        return new Curve(title, new LinkedHashMap<>());
    }

    /** Adds a value; one that is no finite number is left out. */
    void add(String line, int step, double value) {
        if (Double.isFinite(value)) {
            lines.computeIfAbsent(line, _ -> new TreeMap<>()).put(step, value);
        }
    }

    /** Empty without any value. */
    String svg() {
        DoubleStream values = lines.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .mapToDouble(Double::doubleValue);
        var range = values.summaryStatistics();
        if (range.getCount() == 0) {
            return "";
        }
        int first =
                lines.values().stream().mapToInt(NavigableMap::firstKey).min().orElse(0);
        int last = lines.values().stream().mapToInt(NavigableMap::lastKey).max().orElse(1);
        double low = range.getMin();
        double high = range.getMax() > low ? range.getMax() : low + 1;
        StringBuilder svg = new StringBuilder("<figure class=\"card\"><figcaption>" + HtmlPage.text(title)
                + "</figcaption><svg viewBox=\"-4 -4 " + (WIDTH + 8) + " " + (HEIGHT + 8) + "\" width=\"100%\">"
                + "<rect width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\" fill=\"none\" stroke=\"#ddd\"/>");
        int number = 0;
        for (Map.Entry<String, NavigableMap<Integer, Double>> line : lines.entrySet()) {
            svg.append(polyline(line.getValue(), first, Math.max(first + 1, last), low, high, colour(number++)));
        }
        svg.append("</svg><div class=\"muted\">")
                .append(String.format(
                        Locale.ROOT, "updates %d to %d, %s to %s", first, last, number(low), number(range.getMax())))
                .append("</div>");
        number = 0;
        for (Map.Entry<String, NavigableMap<Integer, Double>> line : lines.entrySet()) {
            svg.append("<span style=\"color:" + colour(number++) + "\">&#9632; " + HtmlPage.text(line.getKey()) + " "
                    + number(line.getValue().lastEntry().getValue()) + "</span> ");
        }
        return svg.append("</figure>\n").toString();
    }

    private static String colour(int number) {
        return COLOURS.get(number % COLOURS.size());
    }

    private static String polyline(
            NavigableMap<Integer, Double> values, int first, int last, double low, double high, String colour) {
        StringBuilder points = new StringBuilder();
        int every = Math.max(1, values.size() / MOST_POINTS);
        int place = 0;
        for (Map.Entry<Integer, Double> value : values.entrySet()) {
            if (place++ % every == 0 || place == values.size()) {
                points.append(String.format(
                        Locale.ROOT,
                        "%.1f,%.1f ",
                        WIDTH * (value.getKey() - first) / (double) (last - first),
                        HEIGHT * (high - value.getValue()) / (high - low)));
            }
        }
        return "<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"" + colour + "\" points=\"" + points + "\"/>";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1e-3 || value == 0 ? "%.4g" : "%.2e", value);
    }
}
