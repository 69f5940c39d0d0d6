// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.corebench.CoReBench;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.ShapeWorld;
import io.github.deepgen4j.evaluation.benchmark.unigenbench.UniGenBench;
import io.github.deepgen4j.evaluation.data.PublishedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlapTest {
    private record Prompt(String id, String group, String prompt) implements Item {}

    private static final List<Prompt> BENCHMARK = List.of(
            new Prompt("1", "a", "A photo of a Cup, left of a vase."),
            new Prompt("2", "a", "三只猫"),
            new Prompt("3", "a", "two dogs"),
            new Prompt("4", "a", "Two  dogs!"));

    @TempDir
    private Path folder;

    private List<String> found(String name, String content) throws IOException {
        var overlap = new Overlap(BENCHMARK);
        TrainingTexts.read(Files.writeString(folder.resolve(name), content), overlap::check);
        return overlap.found();
    }

    @Test
    void caseMarksAndWhiteSpaceDoNotHideAPrompt() throws IOException {
        assertThat(found("a.txt", "nothing\n  a photo of a cup left of  a vase\nthree cats\n三只猫。\n"))
                .containsExactly("1", "2");
        assertThat(found("a.txt", "a photo of a cup left of a vase and a dog\n"))
                .isEmpty();
        assertThat(found("a.txt", "TWO DOGS")).as("two items of one text").containsExactly("3", "4");
    }

    @Test
    void promptsAreFoundWhereverAFileHasThem() throws IOException {
        assertThat(found("a.jsonl", "{\"image\": 1, \"texts\": [{\"caption\": \"two dogs\"}]}\n\n\"三只猫\"\n"))
                .containsExactly("3", "4", "2");
        assertThat(found("a.json", "[{\"a\": \"三只猫\"}]")).containsExactly("2");
        assertThat(found("a.csv", "file,prompt\nx.png,\"A photo of a cup, left of a vase.\"\n"))
                .containsExactly("1");
        var all = new Overlap(BENCHMARK);
        TrainingTexts.read(folder, all::check);
        assertThat(all.found()).hasSize(4);
    }

    @Test
    void whatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> found("a.parquet", "x")).hasMessageContaining("a.parquet: expected a file of texts");
        assertThatThrownBy(() -> found("a.jsonl", "{\"a\": 1}\n{")).hasMessageContaining("a.jsonl:2");
        assertThatThrownBy(() -> TrainingTexts.read(folder.resolve("none.txt"), _ -> {}))
                .hasMessageContaining("none.txt");
    }

    @Test
    void ourOwnPromptsAreNotThoseOfPublishedBenchmarks() {
        List<Item> published = new ArrayList<>();
        for (UniGenBench version : UniGenBench.VERSIONS.subList(0, 2)) { // the third is made of our own prompts
            published.addAll(version.load(PublishedData.folder("unigenbench"), Options.usual(version.info())));
        }
        CoReBench core = CoReBench.VERSIONS.getFirst();
        published.addAll(core.load(PublishedData.folder("t2i-corebench"), Options.usual(core.info())));
        var overlap = new Overlap(published);
        for (ShapeWorld split : ShapeWorld.VERSIONS) {
            Options most = Options.usual(split.info()).withSelection(new Selection(List.of(), 100));
            List<? extends Item> own = items(split, Path.of(""), most);
            assertThat(own).hasSizeGreaterThan(100);
            own.forEach(item -> overlap.check(item.prompt()));
        }
        assertThat(overlap.found()).isEmpty();
    }

    private static <I extends Item> List<? extends Item> items(Benchmark<I, ?> benchmark, Path data, Options options) {
        return benchmark.load(data, options);
    }
}
