// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.rl.AdvantageOptions.Extent;
import io.github.deepgen4j.training.rl.AdvantageOptions.Type;
import io.github.deepgen4j.training.rl.Advantages.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Advantages against those of the published code ({@code rl/advantages.json}), and what was mended. */
class AdvantagesParityTest {
    private static final double TOLERANCE = 1e-4;

    private static AdvantageOptions options(Type type, double clamp) {
        return new AdvantageOptions(type, Extent.ALL, clamp, false, false);
    }

    private static Type type(String name) {
        return Type.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static List<Group> groups(JsonNode recorded) {
        int size = recorded.get("rollout_n").asInt();
        List<String> names = recorded.get("reward_names")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        boolean weighted = recorded.get("per_sample_weights").asBoolean();
        List<double[]> rows = recorded.get("rewards")
                .valueStream()
                .map(row -> row.valueStream().mapToDouble(Numbers::of).toArray())
                .toList();
        List<Group> groups = new ArrayList<>();
        for (int g = 0; g * size < rows.size(); g++) {
            JsonNode asked = recorded.get("reward_config").get(g);
            double[] weights = names.stream()
                    .mapToDouble(name -> weighted ? asked.path(name).asDouble(0) : 1)
                    .toArray();
            double[][] raw = rows.subList(g * size, (g + 1) * size).toArray(double[][]::new);
            groups.add(new Group(recorded.get("prompts").get(g).asString(), weights, raw, false));
        }
        return groups;
    }

    private static boolean allFinite(JsonNode numbers) {
        return numbers.valueStream().allMatch(number -> Double.isFinite(Numbers.of(number)));
    }

    @Test
    void areThoseOfThePublishedCode() {
        for (JsonNode recorded : Golden.json("rl/advantages.json").get("cases")) {
            List<Group> groups = groups(recorded);
            double[] totals = groups.stream()
                    .flatMapToDouble(group -> Arrays.stream(group.totals()))
                    .toArray();
            Numbers.assertClose(recorded.get("name").asString(), totals, recorded.get("total"), TOLERANCE);
            recorded.get("advantages").propertyStream().forEach(entry -> {
                Type type = type(entry.getKey());
                String what = recorded.get("name").asString() + " " + type;
                double limit = recorded.get("adv_clip_max").asDouble();
                JsonNode raw = entry.getValue().get("advantage");
                JsonNode clamped = entry.getValue().get("clamped");
                Numbers.assertClose(
                        what,
                        Advantages.published(groups, options(type, Double.MAX_VALUE))
                                .values(),
                        raw,
                        TOLERANCE);
                Numbers.assertClose(
                        what, Advantages.published(groups, options(type, limit)).values(), clamped, TOLERANCE);
                if (allFinite(raw)) { // then nothing had to be mended
                    Numbers.assertClose(
                            what, Advantages.of(groups, options(type, limit), 1).values(), clamped, TOLERANCE);
                }
            });
        }
    }

    @Test
    void groupsByPromptAreFlowGrpos() {
        for (JsonNode recorded : Golden.json("rl/advantages.json").get("flow_grpo_prompt_keyed")) {
            List<Group> singles = new ArrayList<>();
            for (int i = 0; i < recorded.get("rewards").size(); i++) {
                double[][] raw = {{recorded.get("rewards").get(i).asDouble()}};
                singles.add(new Group(recorded.get("prompts").get(i).asString(), new double[] {1}, raw, false));
            }
            Type type = recorded.get("global_std").asBoolean() ? Type.GRPO_GLOBAL_STD : Type.GRPO;
            AdvantageOptions options = new AdvantageOptions(type, Extent.ALL, 1e9, false, true);
            Numbers.assertClose(
                    "by prompt", Advantages.of(singles, options, 1).values(), recorded.get("advantages"), TOLERANCE);
        }
    }

    private static Group group(double... rewards) {
        double[][] raw = Arrays.stream(rewards)
                .mapToObj(r -> new double[] {r, Double.NaN})
                .toArray(double[][]::new);
        return new Group("a", new double[] {1, 0}, raw, false);
    }

    @Test
    void aRewardThatIsNoNumberDropsItsGroupAlone() {
        List<Group> groups = List.of(group(1, 2, 3), group(1, Double.NaN, 2), group(0, 0, 9));
        List<Group> without = List.of(groups.getFirst(), groups.getLast());
        for (Type type : Type.values()) {
            AdvantageOptions options = AdvantageOptions.of(type);
            Advantages found = Advantages.of(groups, options, 1);
            double[] expected = Advantages.of(without, options, 1).values();
            assertThat(Arrays.copyOfRange(found.values(), 0, 3)).isEqualTo(Arrays.copyOfRange(expected, 0, 3));
            assertThat(Arrays.copyOfRange(found.values(), 3, 6)).containsOnly(0);
            assertThat(Arrays.copyOfRange(found.values(), 6, 9)).isEqualTo(Arrays.copyOfRange(expected, 3, 6));
            assertThat(found.used()).containsExactly(true, true, true, false, false, false, true, true, true);
            assertThat(found.dropped()).isEqualTo(1);
        }
    }

    @Test
    void groupsWithoutVarianceAreCountedAndDroppedIfAsked() {
        List<Group> groups = List.of(group(2, 2, 2), group(1, 2, 3));
        Advantages kept = Advantages.of(groups, AdvantageOptions.of(Type.REINFORCEPP), 1);
        assertThat(kept.zeroVariance()).isEqualTo(1);
        assertThat(kept.used()).doesNotContain(false);
        AdvantageOptions dropping = new AdvantageOptions(Type.REINFORCEPP, Extent.ALL, 5, true, false);
        Advantages dropped = Advantages.of(groups, dropping, 1);
        assertThat(dropped.zeroVariance()).isEqualTo(1);
        assertThat(dropped.used()).containsExactly(false, false, false, true, true, true);
        assertThat(dropped.values()[3]).isCloseTo(-1, within(1e-3));
    }

    @Test
    void withoutAnyUsableGroupNothingIsLeft() {
        Advantages none = Advantages.of(List.of(group(1, Double.POSITIVE_INFINITY)), AdvantageOptions.of(Type.GDPO), 1);
        assertThat(none.values()).containsExactly(0, 0);
        assertThat(none.used()).containsOnly(false);
    }

    @Test
    void processesCompareTogetherUnlessAskedNotTo() {
        List<Group> groups = List.of(group(1, 2), group(3, 5), group(10, 30), group(10, 90));
        AdvantageOptions each = new AdvantageOptions(Type.REINFORCEPP, Extent.RANK, 5, false, false);
        double[] apart = Advantages.of(groups, each, 2).values();
        double[] first = Advantages.of(groups.subList(0, 2), each, 1).values();
        assertThat(Arrays.stream(apart).limit(4).boxed().collect(Collectors.toList()))
                .isEqualTo(Arrays.stream(first).boxed().toList());
        assertThat(Advantages.of(groups, AdvantageOptions.of(Type.REINFORCEPP), 2)
                        .values())
                .isEqualTo(Advantages.of(groups, AdvantageOptions.of(Type.REINFORCEPP), 1)
                        .values())
                .isNotEqualTo(apart);
    }
}
