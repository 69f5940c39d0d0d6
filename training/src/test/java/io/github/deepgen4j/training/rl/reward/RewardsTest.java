// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.Judgement;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.PictureScorer;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Task;
import io.github.deepgen4j.testing.ScriptedJudge;
import io.github.deepgen4j.training.objective.HaltException;
import io.github.deepgen4j.training.rl.prompt.Origin;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import io.github.deepgen4j.training.rl.prompt.RewardName;
import io.github.deepgen4j.training.rl.reward.RewardsConfig.GenEvalWorth;
import io.github.deepgen4j.training.rl.reward.RewardsConfig.Orders;
import io.github.deepgen4j.training.rl.reward.RewardsConfig.Transport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rewards over a judge that really looks at the pictures it is sent, well or badly. */
class RewardsTest {
    private static final String THINK = "unifiedreward_think";

    @TempDir
    private Path run;

    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> slept = Collections.synchronizedList(new ArrayList<>());

    private static RewardsConfig config(ExactJudge judge, Orders orders, Transport pictures, boolean selfTest) {
        var service = new Service(judge.address(), null, null, null, 16, null, null, null, 3, 160);
        return new RewardsConfig(
                Map.of(RewardName.UNIFIEDREWARD_THINK, service, RewardName.UNIFIEDREWARD, service),
                orders,
                pictures,
                OcrRules.USUAL,
                GenEvalWorth.SOFT,
                0.02,
                selfTest);
    }

    private static RewardsConfig config(ExactJudge judge) {
        return config(judge, Orders.BOTH, Transport.AUTO, true);
    }

    private Rewards open(RewardsConfig config, int rank, String... names) {
        return Rewards.open(
                config,
                List.copyOf(new TreeSet<>(List.of(names))),
                EngineAccess.NONE,
                run,
                rank,
                notes::add,
                slept::add);
    }

    private static Prompt prompt(Task task, Map<String, Double> rewards) {
        return new Prompt(task.prompt(), "shapeworld", rewards, new Origin.World(task));
    }

    /** A prompt with its own picture and those of others. */
    private static ImageGroup group(int number, int images, String... rewards) {
        RandomGenerator random = Choices.random(number);
        Task task = (Task) ExampleSet.draw(Category.ATTRIBUTES, Split.TRAIN, random);
        List<Image> drawn = new ArrayList<>(List.of(task.target()));
        while (drawn.size() < images) {
            drawn.add(ExampleSet.draw(Category.ATTRIBUTES, Split.TRAIN, random).target());
        }
        Map<String, Double> weights = new TreeMap<>();
        List.of(rewards).forEach(name -> weights.put(name, 1.0));
        return new ImageGroup(prompt(task, weights), drawn);
    }

    /** Different pictures of one prompt, all of which are right. */
    private static ImageGroup equals(int number, int images) {
        RandomGenerator random = Choices.random(1000 + number);
        Task task = (Task) ExampleSet.draw(Category.SINGLE, Split.TRAIN, random);
        List<Image> drawn = new ArrayList<>();
        while (drawn.size() < images) {
            Task other = (Task) ExampleSet.draw(Category.SINGLE, Split.TRAIN, random);
            if (other.prompt().equals(task.prompt())) {
                drawn.add(other.target());
            }
        }
        return new ImageGroup(prompt(task, Map.of(THINK, 1.0)), drawn);
    }

    private static double[] column(RewardTable.Group group, String name) {
        int column = group.names().indexOf(name);
        return Arrays.stream(group.raw()).mapToDouble(row -> row[column]).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void anExactJudgeRanksThePicturesOfAGroup(Orders orders) throws Exception {
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE);
                Rewards rewards = open(config(judge, orders, Transport.AUTO, true), 0, THINK)) {
            rewards.selfTest();
            rewards.begin(1);
            ImageGroup group = group(1, 5, THINK);
            double[] rates = column(rewards.submit(group).get(), THINK);
            List<Double> grades = group.images().stream()
                    .map(image -> Judgement.grade(
                            Judgement.ofPrompt(group.prompt().text(), image).orElseThrow()))
                    .toList();
            for (int i = 0; i < 5; i++) {
                double won = 0;
                for (int j = 0; j < 5; j++) {
                    won += j == i ? 0 : (Math.signum(grades.get(i) - grades.get(j)) + 1) / 2;
                }
                assertThat(rates[i]).isCloseTo(won / 4, within(1e-3));
            }
            assertThat(rates[0]).isEqualTo(1);
            Tally tally = rewards.tally();
            assertThat(tally.questions()).isEqualTo(orders == Orders.BOTH ? 20 : 10);
            assertThat(tally.failures()).isZero();
            assertThat(judge.types())
                    .containsExactlyInAnyOrder("data:image/png", "data:image/jpeg"); // the self-test's are large
        }
    }

    @Test
    void aJudgeWithAFavouriteDoesNoHarmInBothOrders() throws Exception { // B16
        for (Orders orders : Orders.values()) {
            try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE.favouring(0.3));
                    Rewards rewards = open(config(judge, orders, Transport.AUTO, false), 0, THINK)) {
                rewards.begin(orders.ordinal());
                int images = 4;
                int groups = 12;
                double[] mean = new double[images];
                List<Future<RewardTable.Group>> all = IntStream.range(0, groups)
                        .mapToObj(number -> rewards.submit(equals(number, images)))
                        .toList();
                for (Future<RewardTable.Group> one : all) {
                    double[] rates = column(one.get(), THINK);
                    for (int i = 0; i < images; i++) {
                        mean[i] += rates[i] / groups;
                    }
                }
                System.out.printf(
                        Locale.ROOT,
                        "position-biased judge, %s: mean win rate by place %.3f %.3f %.3f %.3f%n",
                        orders,
                        mean[0],
                        mean[1],
                        mean[2],
                        mean[3]);
                switch (orders) {
                    case BOTH -> assertThat(mean).containsExactly(new double[] {0.5, 0.5, 0.5, 0.5}, within(1e-9));
                    case FIRST -> {
                        assertThat(mean[0]).isCloseTo(1, within(1e-9));
                        assertThat(mean[3]).isZero();
                    }
                    case RANDOM -> assertThat(mean).containsExactly(new double[] {0.5, 0.5, 0.5, 0.5}, within(0.25));
                }
            }
        }
    }

    @Test
    void aNoisyJudgeIsRightOnTheWhole() throws Exception {
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE.noisy(0.2));
                Rewards rewards = open(config(judge), 0, THINK)) {
            rewards.begin(1);
            double best = 0;
            List<Future<RewardTable.Group>> all = IntStream.range(0, 20)
                    .mapToObj(number -> rewards.submit(group(number, 4, THINK)))
                    .toList();
            for (Future<RewardTable.Group> one : all) {
                best += column(one.get(), THINK)[0] / 20;
            }
            assertThat(best).isBetween(0.75, 1.0);
        }
    }

    @Test
    void singlePicturesGetMarks() throws Exception {
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE);
                Rewards rewards = open(config(judge), 0, "unifiedreward")) {
            rewards.selfTest();
            rewards.begin(1);
            double[] marks = column(rewards.submit(group(2, 3, "unifiedreward")).get(), "unifiedreward");
            assertThat(marks[0]).isEqualTo(4); // (5 + 3) / 2
            assertThat(marks[1]).isLessThan(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "null content", "10 MB", "nothing", "garbage", "refusal", "401", "500"})
    void whatIsNoAnswerFailsItsPairAlone(String name) throws Exception { // B17
        var faults = ExactJudge.Faults.NONE.breaking(call -> call < 3, ExactJudge.BROKEN.get(name));
        try (ExactJudge judge = ExactJudge.of(faults);
                Rewards rewards = open(config(judge, Orders.FIRST, Transport.AUTO, false), 0, THINK)) {
            rewards.begin(1);
            ImageGroup group = group(3, 4, THINK);
            RewardTable.Group judged = rewards.submit(group).get();
            Tally tally = rewards.tally();
            boolean repeated = name.equals("500");
            if (repeated) { // another call may bring an answer
                assertThat(tally.failures()).isLessThanOrEqualTo(1);
                assertThat(judge.calls()).isGreaterThan(6);
            } else {
                assertThat(tally.failures()).isEqualTo(3);
                assertThat(judged.dropped()).isFalse(); // half of 6 pairs count
                assertThat(tally.reasons())
                        .hasSize(3)
                        .allSatisfy(reason -> assertThat(reason)
                                .startsWith("g0/unifiedreward_think/")
                                .hasSizeLessThan(500));
                assertThatThrownBy(() -> tally.requireWithin(0.02))
                        .isInstanceOf(HaltException.class)
                        .hasMessageStartingWith("3 of 6 questions to judges and engines failed, more than 2.0 %")
                        .hasMessageContaining("resume");
            }
            assertThat(tally.questions()).isEqualTo(6);
            assertThatCode(() -> tally.requireWithin(0.6)).doesNotThrowAnyException();
        }
    }

    @Test
    void theBeginningOfABadReplyIsKept() throws Exception {
        String garbage = "no verdict here, " + "z".repeat(400);
        var faults = ExactJudge.Faults.NONE.breaking(_ -> true, ScriptedJudge.text(garbage));
        try (ExactJudge judge = ExactJudge.of(faults);
                Rewards rewards = open(config(judge, Orders.BOTH, Transport.AUTO, false), 0, THINK)) {
            rewards.begin(1);
            RewardTable.Group judged = rewards.submit(group(3, 3, THINK)).get();
            assertThat(judged.dropped()).isTrue();
            assertThat(rewards.tally().dropped()).isEqualTo(1);
            assertThat(rewards.tally().reasons().getFirst()).contains(garbage.substring(0, 200));
            assertThat(judged.replies()).hasSize(6).containsKeys("unifiedreward_think/0-1", "unifiedreward_think/2-1");
            assertThat(judged.replies().values()).containsOnly(garbage);
        }
    }

    @Test
    void aBusyJudgeIsAskedAgainWhenItSays() throws Exception {
        var busy = new ScriptedJudge.Answer(429, "slow down").with("Retry-After", "7");
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE.breaking(call -> call == 1, busy));
                Rewards rewards = open(config(judge, Orders.FIRST, Transport.AUTO, false), 0, THINK)) {
            rewards.begin(1);
            rewards.submit(group(4, 3, THINK)).get();
            assertThat(rewards.tally().failures()).isZero();
            assertThat(judge.calls()).isEqualTo(4);
            assertThat(slept).anyMatch(time -> time.toSeconds() >= 6);
        }
    }

    @Test
    void anotherRunOverTheSameUpdateAsksNothingTwice() throws Exception {
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE.noisy(0.5))) {
            double[] first;
            try (Rewards rewards = open(config(judge), 0, THINK)) {
                rewards.begin(7);
                first = column(rewards.submit(group(5, 4, THINK)).get(), THINK);
            }
            int calls = judge.calls();
            assertThat(calls).isEqualTo(12);
            for (int rank = 0; rank < 2; rank++) { // also as another process
                try (Rewards rewards = open(config(judge), rank, THINK)) {
                    rewards.begin(7);
                    assertThat(column(rewards.submit(group(5, 4, THINK)).get(), THINK))
                            .isEqualTo(first);
                    assertThat(rewards.tally().cached()).isEqualTo(12);
                    assertThat(rewards.tally().calls()).isZero();
                }
            }
            assertThat(judge.calls()).isEqualTo(calls);
            try (Rewards rewards = open(config(judge), 0, THINK)) {
                rewards.begin(8);
                rewards.submit(group(6, 4, THINK)).get();
            }
            assertThat(judge.calls()).isEqualTo(2 * calls);
        }
    }

    @Test
    void failuresAreAskedAgainByTheNextRun() throws Exception {
        var faults = ExactJudge.Faults.NONE.breaking(call -> call < 2, ExactJudge.BROKEN.get("refusal"));
        try (ExactJudge judge = ExactJudge.of(faults)) {
            try (Rewards rewards = open(config(judge, Orders.FIRST, Transport.AUTO, false), 0, THINK)) {
                rewards.begin(1);
                rewards.submit(group(5, 4, THINK)).get();
                assertThat(rewards.tally().failures()).isEqualTo(2);
            }
            try (Rewards rewards = open(config(judge, Orders.FIRST, Transport.AUTO, false), 0, THINK)) {
                rewards.begin(1);
                rewards.submit(group(5, 4, THINK)).get();
                assertThat(rewards.tally().failures()).isZero();
                assertThat(rewards.tally().asked()).isEqualTo(2);
            }
        }
    }

    @Test
    void onlyWhatAPromptAsksForIsComputed() throws Exception { // B18
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE);
                Rewards rewards = open(config(judge), 0, THINK, "shapeworld", "jpeg_compressibility")) {
            rewards.begin(1);
            RewardTable.Group group = rewards.submit(group(1, 3, "shapeworld", "jpeg_compressibility"))
                    .get();
            assertThat(judge.calls()).isZero();
            assertThat(group.names()).containsExactly("jpeg_compressibility", "shapeworld", THINK);
            assertThat(column(group, THINK)).containsOnly(Double.NaN);
            assertThat(column(group, "shapeworld")).containsExactly(1, 0, 0);
            assertThat(group.totals()[0]).isEqualTo(1 + group.raw()[0][0]);
        }
    }

    @Test
    void aGroupIsJudgedInTheBackgroundAndNotTooManyQuestionsAtOnce() throws Exception {
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE.slow(40))) {
            var service = new Service(judge.address(), null, null, null, 3, null, null, null, 3, 160);
            var config = new RewardsConfig(
                    Map.of(RewardName.UNIFIEDREWARD_THINK, service),
                    Orders.BOTH,
                    Transport.AUTO,
                    OcrRules.USUAL,
                    GenEvalWorth.SOFT,
                    0.02,
                    false);
            try (Rewards rewards = open(config, 0, THINK)) {
                rewards.begin(1);
                Future<RewardTable.Group> first = rewards.submit(group(1, 4, THINK));
                Future<RewardTable.Group> second = rewards.submit(group(2, 4, THINK));
                assertThat(first.isDone()).isFalse();
                first.get();
                second.get();
                assertThat(judge.mostAtOnce()).isBetween(2, 3);
            }
        }
    }

    @Test
    void theSelfTestStopsJudgesThatDoNotLook() {
        for (ExactJudge.Faults faults : List.of(
                ExactJudge.Faults.NONE.favouring(5), // always the first
                ExactJudge.Faults.NONE.untruthful(),
                ExactJudge.Faults.NONE.breaking(_ -> true, ExactJudge.BROKEN.get("401")))) {
            try (ExactJudge judge = ExactJudge.of(faults);
                    Rewards rewards = open(config(judge), 0, THINK)) {
                assertThatThrownBy(rewards::selfTest)
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("reward unifiedreward_think fails its self-test")
                        .hasMessageMatching("(?s).*(constant|reversed|did not answer).*");
            }
        }
    }

    @Test
    void theExactJudgeOfThisProjectNeedsNoAddress() throws Exception {
        var service = new Service(null, null, "shapeworld", null, 16, null, null, null, 1, 160);
        var config = new RewardsConfig(
                Map.of(RewardName.UNIFIEDREWARD_THINK, service),
                Orders.BOTH,
                Transport.AUTO,
                OcrRules.USUAL,
                GenEvalWorth.SOFT,
                0,
                true);
        try (Rewards rewards = open(config, 0, THINK)) {
            rewards.selfTest();
            rewards.begin(1);
            assertThat(column(rewards.submit(group(1, 3, THINK)).get(), THINK)[0])
                    .isEqualTo(1);
        }
        assertThatThrownBy(() ->
                        new Service(URI.create("http://host:1"), null, "shapeworld", null, 1, null, null, null, 1, 160))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("judge");
    }

    @Test
    void programsPassTheirSelfTests() {
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE);
                Rewards rewards = open(
                        config(judge),
                        0,
                        "jpeg_compressibility",
                        "jpeg_incompressibility",
                        "shapeworld",
                        "shapeworld_requirements",
                        "shapeworld_text")) {
            assertThatCode(rewards::selfTest).doesNotThrowAnyException();
        }
    }

    @Test
    void whatNobodyAnswersForIsRefusedAtOnce() throws Exception {
        URI dead;
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE)) {
            dead = judge.address();
        }
        var service = new Service(dead, null, null, null, 1, null, null, null, 1, 160);
        for (RewardName name : List.of(RewardName.UNIFIEDREWARD_THINK, RewardName.HPS)) {
            var config = new RewardsConfig(
                    Map.of(name, service), Orders.BOTH, Transport.AUTO, OcrRules.USUAL, GenEvalWorth.SOFT, 0, true);
            assertThatThrownBy(() -> open(config, 0, name.word()))
                    .isInstanceOfSatisfying(
                            ConfigException.class,
                            e -> assertThat(e.field()).contains("services." + name.word() + ".url"))
                    .hasMessageContaining("nobody answers at " + dead);
        }
        for (String name : List.of("ocr", "clip_sim", "gen_eval")) {
            assertThatThrownBy(() -> open(RewardsConfig.USUAL, 0, name))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageMatching(name + ": expected an engine of the kind (ocr|clip|detector), found none.*");
        }
    }

    /** A scorer that gives the same for every picture, or for each of a group another. */
    private static EngineAccess scoring(double... values) {
        return new EngineAccess() {
            @Override
            public List<Answerer> answerers() {
                return List.of();
            }

            @Override
            public PictureScorer scorer(String name, String word) {
                return new PictureScorer() {
                    @Override
                    public double score(Image image, String prompt, Optional<Image> source) {
                        return values[image.width() % values.length];
                    }

                    @Override
                    public Fingerprint fingerprint() {
                        return Fingerprint.program(name, "1");
                    }
                };
            }
        };
    }

    private Rewards scored(double... values) {
        var service = new Service(null, run, null, null, 4, null, null, null, 1, 160);
        var config = new RewardsConfig(
                Map.of(RewardName.AESTHETIC, service, RewardName.HPS, service),
                Orders.BOTH,
                Transport.AUTO,
                OcrRules.USUAL,
                GenEvalWorth.SOFT,
                0.02,
                true);
        return Rewards.open(config, List.of("aesthetic", "hps"), scoring(values), run, 0, notes::add);
    }

    @Test
    void aRewardThatIsNoNumberDropsItsGroup() throws Exception {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            try (Rewards rewards = scored(1, bad)) {
                rewards.begin((long) Math.abs(Math.min(bad, 9)));
                List<Image> images = List.of(Image.of(2, 2, new byte[12]), Image.of(3, 3, new byte[27]));
                RewardTable.Group group = rewards.submit(
                                new ImageGroup(new Prompt("x", "d", Map.of("aesthetic", 1.0)), images))
                        .get();
                assertThat(group.dropped()).isTrue();
                RewardTable.Group fine = rewards.submit(new ImageGroup(
                                new Prompt("y", "d", Map.of("aesthetic", 1.0)), List.of(images.getFirst())))
                        .get();
                assertThat(fine.dropped()).isFalse();
                assertThat(rewards.tally().infinite()).isEqualTo(1);
                assertThat(rewards.tally().dropped()).isEqualTo(1);
                assertThat(rewards.tally().failures()).isZero();
            }
        }
    }

    @Test
    void aConstantScorerFailsItsSelfTest() {
        try (Rewards rewards = scored(0.5)) {
            assertThatThrownBy(rewards::selfTest)
                    .hasMessageContaining("reward hps fails its self-test")
                    .hasMessageContaining("its answers are constant: [0.5, 0.5");
        }
    }

    @Test
    void transportIsAnOption() throws Exception {
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE);
                Rewards rewards = open(config(judge, Orders.FIRST, Transport.JPEG, false), 0, THINK)) {
            rewards.begin(1);
            rewards.submit(group(1, 2, THINK)).get();
            assertThat(judge.types()).containsExactly("data:image/jpeg");
            assertThat(judge.firstBody().orElseThrow()).contains("\"max_tokens\":4096", "\"model\":\"UnifiedReward\"");
        }
    }
}
