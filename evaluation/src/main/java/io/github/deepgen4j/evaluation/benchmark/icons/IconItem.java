// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.icons;

import io.github.deepgen4j.evaluation.benchmark.ProgramItem;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.evaluation.recognition.IconLabels;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.scoring.IconScore;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A sample of icons as an item; its kind is the group. */
record IconItem(IconWorld world, IconExample example, int number, long seedOffset) implements ProgramItem {
    static String question(IconExample example) {
        return example.prompt()
                + example.before().map(before -> " on " + before).orElse("");
    }

    @Override
    public String group() {
        return example.kind().word();
    }

    @Override
    public String prompt() {
        return example.prompt();
    }

    @Override
    public String question() {
        return question(example);
    }

    @Override
    public boolean edits() {
        return example.before().isPresent();
    }

    @Override
    public Image source() {
        return world.icons().render(example.before().orElseThrow());
    }

    @Override
    public Verdict judge(Image image) {
        IconScore score = world.score(example, image);
        return new Verdict(score.passed(), score.measures());
    }

    /** Judges everything but the things; what the program makes of these is told beside it. */
    Verdict judgeSurroundings(Image image) {
        IconScore score = world.score(example, image);
        Map<String, Double> measures = new LinkedHashMap<>(score.measures());
        measures.put("things_by_pixels", measures.remove("things"));
        measures.put("styles_by_pixels", measures.remove("styles"));
        return new Verdict(score.passedButThings(), measures);
    }

    /** The classes that a detector is to look for: the things of the image, in all styles and skin tones. */
    Set<String> classes() {
        Set<String> classes = new TreeSet<>();
        for (Placed placed : example.scene().things()) {
            for (String style : world.icons().catalogue().styles()) {
                for (int tone = 0; tone < IconLabels.TONES; tone++) {
                    classes.add(Icon.label(placed.icon().thing(), tone, style));
                }
            }
        }
        return classes;
    }

    /**
     * Judges the things by what a detector has found.
     *
     * @param size of the image that it looked at
     */
    Verdict judgeThings(List<Reply.Seen> found, Size size) {
        List<Placed> wanted = example.scene().things();
        double things = 0;
        double styles = 0;
        for (Placed placed : wanted) {
            List<String> there = found.stream()
                    .filter(seen -> at(placed, seen, size))
                    .map(Reply.Seen::label)
                    .toList();
            things += there.stream()
                            .anyMatch(label -> label.startsWith(placed.icon().thing() + "/"))
                    ? 1
                    : 0;
            styles += there.contains(placed.icon().label()) ? 1 : 0;
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("things", things / wanted.size());
        measures.put("styles", styles / wanted.size());
        return new Verdict(things == wanted.size() && styles == wanted.size(), measures);
    }

    /** True where its middle and size are those of a wanted thing, up to a tenth of the thing. */
    private static boolean at(Placed placed, Reply.Seen seen, Size size) {
        double x = (seen.left() + seen.right()) / 2 / size.width();
        double y = (seen.top() + seen.bottom()) / 2 / size.height();
        double width = (seen.right() - seen.left()) / size.width();
        double most = placed.size() / 10;
        return Math.abs(x - placed.x()) < most
                && Math.abs(y - placed.y()) < most
                && Math.abs(width - placed.size()) < most;
    }
}
