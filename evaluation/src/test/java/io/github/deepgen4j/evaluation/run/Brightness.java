// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.BenchmarkInfo;
import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.SampleScore;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A benchmark of two groups that wants images to begin with a bright byte.
 *
 * @param judged a judge says how bright, rather than a program
 */
record Brightness(boolean judged) implements Benchmark<Brightness.Plain, Brightness.Light> {
    record Plain(String group, int number) implements Item {
        @Override
        public String id() {
            return group + "/" + number;
        }

        @Override
        public String prompt() {
            return group + " " + number / 2;
        }

        String file() {
            return id() + ".png";
        }

        String source() {
            return group.equals("edit") ? "pictures/" + file() : "";
        }
    }

    record Light(double light, boolean first) {}

    static Image image(int value) {
        byte[] rgb = new byte[3 * 4 * 4];
        Arrays.fill(rgb, (byte) value);
        return Image.of(4, 4, rgb);
    }

    Options options(int perGroup) {
        return Options.usual(info()).withSelection(new Selection(List.of(), perGroup));
    }

    List<Plain> items(int perGroup) {
        return load(Path.of(""), options(perGroup));
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "brightness",
                "v",
                List.of("en"),
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline("share of bright images", 1, false),
                0);
    }

    @Override
    public List<Plain> load(Path data, Options options) {
        List<Plain> items = new ArrayList<>();
        for (String group : List.of("draw", "edit")) {
            for (int i = 0; i < options.selection().perGroup(); i++) {
                items.add(new Plain(group, i));
            }
        }
        return items;
    }

    @Override
    public Protocol protocol() {
        return Protocol.ofTheModel();
    }

    @Override
    public List<SampleRequest> plan(Plain item, Protocol protocol) {
        return List.of(new SampleRequest(0, item.prompt(), protocol.seedOf(item.number(), 0), Optional.empty()));
    }

    @Override
    public List<Artifact> artifacts(Plain item) {
        return List.of(new Artifact.Single(item.file(), 0));
    }

    @Override
    public List<Drawn> find(Plain item, PictureFolder folder) {
        return folder
                .picture(item.file())
                .map(picture ->
                        new Drawn("0", picture, item.source().isEmpty() ? List.of() : List.of(source(item, folder))))
                .stream()
                .toList();
    }

    private static Picture source(Plain item, PictureFolder folder) {
        return new Picture.InFile(item.source(), folder.root().resolve(item.file()));
    }

    @Override
    public List<Task> tasks(Plain item, Drawn drawn, Options options) {
        Question question = judged
                ? new Question.Chat(
                        Optional.empty(),
                        List.of(
                                new Question.Part.Text("How bright is " + item.id() + "?"),
                                new Question.Part.Shown(drawn.picture(), PictureFormat.raw())),
                        ChatParameters.of(0, 10, 2))
                : new Question.Measure(
                        drawn.picture(), "brightness 1", item.id(), picture -> Map.of("light", light(picture)));
        return List.of(new Task("light", question));
    }

    private static double light(Picture picture) {
        return (picture.image().rgb()[0] & 0xff) / 255.0;
    }

    @Override
    public Parsed<Light> parse(Plain item, Task task, Answer answer, Options options) {
        return switch (answer.reply()) {
            case Reply.Text said when said.text().isEmpty() -> Parsed.retry("expected a number, found nothing");
            case Reply.Text said -> Parsed.ok(new Light(Double.parseDouble(said.text()), item.number() == 0));
            case Reply.Measured measured ->
                Parsed.ok(new Light(measured.measures().get("light"), item.number() == 0));
            default -> throw new IllegalStateException("found " + answer);
        };
    }

    @Override
    public Summary aggregate(List<Plain> items, Outcomes<Light> outcomes, Options options) {
        List<Contribution> contributions = new ArrayList<>();
        List<SampleScore> samples = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        for (String group : List.of("draw", "edit")) {
            List<Light> lights = new ArrayList<>();
            for (Plain item : items) {
                for (Light light : item.group().equals(group) ? outcomes.values(item) : List.<Light>of()) {
                    lights.add(light);
                    double bright = light.light() > 0.4 ? 1 : 0;
                    contributions.add(new Contribution(item.id(), "all", bright, 1));
                    samples.add(new SampleScore(item.id(), "0", bright, ""));
                }
            }
            if (!lights.isEmpty()) {
                double passed =
                        lights.stream().filter(light -> light.light() > 0.4).count();
                figures.add(new Figure(group, "passed", passed / lights.size(), Figure.Form.PASSED, lights.size()));
                figures.add(new Figure(
                        group,
                        "light",
                        lights.stream().mapToDouble(Light::light).average().orElseThrow(),
                        Figure.Form.SHARE,
                        lights.size()));
                figures.add(new Figure(group, "warm_dB", 3, Figure.Form.DECIBELS, 1));
            }
        }
        return new Summary(
                contributions.stream().mapToDouble(Contribution::sum).average().stream()
                        .boxed()
                        .findFirst()
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()),
                figures,
                contributions,
                Map.of(),
                samples,
                List.of());
    }
}
