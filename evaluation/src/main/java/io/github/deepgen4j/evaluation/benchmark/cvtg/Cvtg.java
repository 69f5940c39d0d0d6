// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.BenchmarkInfo;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * CVTG-2K (Du et al. 2025, TextCrafter): 2,000 prompts that quote two to five texts, judged by what a reader of text
 * finds in the pictures. The version {@code clip} also compares every picture with its prompt.
 */
public final class Cvtg implements Benchmark<CvtgItem, CvtgValue> {
    /** Words alone, and words with CLIPScore. */
    public static final List<Cvtg> VERSIONS = List.of(new Cvtg(false), new Cvtg(true));

    static final String READ = "words";
    static final String CLIP = "clip";
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

    private final boolean compares;

    private Cvtg(boolean compares) {
        this.compares = compares;
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "cvtg",
                compares ? CLIP : "",
                List.of("en"),
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline("word accuracy", 1, false),
                CvtgData.ITEMS);
    }

    @Override
    public List<CvtgItem> load(Path data, Options options) {
        return CvtgData.read(data);
    }

    @Override
    public Protocol protocol() {
        return Protocol.textToImage(1);
    }

    @Override
    public List<SampleRequest> plan(CvtgItem item, Protocol protocol) {
        return List.of(new SampleRequest(0, item.prompt().strip(), protocol.seedOf(item.place(), 0), Optional.empty()));
    }

    @Override
    public List<Artifact> artifacts(CvtgItem item) {
        return List.of(new Artifact.Single(item.id() + ".png", 0));
    }

    /** Files of three endings in any case; the folder of the second subset in both of its spellings. */
    @Override
    public List<Drawn> find(CvtgItem item, PictureFolder folder) {
        List<Drawn> found = new ArrayList<>();
        for (String group : List.of(item.group(), item.group().replace("Style", "style"))) {
            for (String file : folder.names(group)) {
                int dot = file.lastIndexOf('.');
                boolean picture = dot > 0
                        && file.substring(0, dot).equals(String.valueOf(item.index()))
                        && ENDINGS.contains(file.substring(dot).toLowerCase(Locale.ROOT));
                if (picture) {
                    String sample = found.isEmpty() ? "0" : group + "/" + file;
                    folder.picture(group + "/" + file).ifPresent(drawn -> found.add(new Drawn(sample, drawn)));
                }
            }
            if (group.equals(item.group()) && !found.isEmpty() || !item.group().contains("Style")) {
                break;
            }
        }
        return found;
    }

    @Override
    public List<Task> tasks(CvtgItem item, Drawn drawn, Options options) {
        List<Task> tasks = new ArrayList<>();
        tasks.add(new Task(READ, new Question.Read(drawn.picture())));
        if (compares) {
            tasks.add(new Task(CLIP, new Question.Similarity(drawn.picture(), ImageScore.caption(item.prompt()))));
        }
        return tasks;
    }

    @Override
    public Parsed<CvtgValue> parse(CvtgItem item, Task task, Answer answer, Options options) {
        return Parsed.ok(
                switch (answer.reply()) {
                    case Reply.Cosine of -> CvtgValue.of(ImageScore.clip(of.cosine()));
                    case Reply.Lines read -> CvtgValue.of(WordScore.of(item.words(), read.lines()));
                    default -> throw new IllegalArgumentException("no answer to " + task.name());
                });
    }

    @Override
    public Summary aggregate(List<CvtgItem> items, Outcomes<CvtgValue> outcomes, Options options) {
        return CvtgTally.of(items, outcomes, options.mode());
    }
}
