// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drawing into official layouts, over the tiny golden checkpoint. */
class GenerationTest {
    private static DeepGen deepgen;

    private final Tiles benchmark = new Tiles();
    private final Options options = Options.usual(benchmark.info());
    private final Protocol protocol = benchmark.protocol().withSteps(1);

    @TempDir
    private Path root;

    @BeforeAll
    static void open() {
        deepgen = DeepGen.open(Path.of(System.getProperty("deepgen.golden"), "tiny"));
    }

    @AfterAll
    static void close() {
        deepgen.close();
        assertThat(Scope.liveHandles()).isZero();
    }

    private int draw(Shard shard) {
        return draw(shard, protocol, new AtomicInteger());
    }

    private int draw(Shard shard, Protocol chosen, AtomicInteger finished) {
        return new Generation(deepgen, SamplingOptions.DEFAULT, chosen)
                .run(
                        benchmark,
                        benchmark.load(root, options),
                        options,
                        RunFolder.own(root),
                        shard,
                        Observer.NONE,
                        finished::incrementAndGet);
    }

    private Path picture(String name) {
        return root.resolve("pictures").resolve(name);
    }

    @Test
    void samplesGridsAndSideFilesStandInTheirPlaces() throws IOException {
        var finished = new AtomicInteger();
        assertThat(draw(Shard.WHOLE, protocol, finished)).isEqualTo(14);
        assertThat(finished).hasValue(14);
        assertThat(picture("one/0.png")).exists();
        assertThat(picture("one/note.txt")).hasContent("an item: one");
        Image grid = Image.read(picture("grid.png"));
        assertThat(grid.size()).hasToString("128x128");
        Image third = deepgen.generate(new GenerateRequest(
                        "a grid",
                        "",
                        protocol.size(),
                        SamplingOptions.DEFAULT.withSteps(1).withGuidance(4).withSeed(1042 + 2)))
                .image();
        List<Drawn> tiles = benchmark.find(
                benchmark.load(root, options).get(1), RunFolder.own(root).pictures());
        assertThat(tiles.stream().map(Drawn::sample)).containsExactly("0", "1", "2", "3");
        assertThat(tiles.get(2).picture().image().rgb()).isEqualTo(third.rgb());
        Manifest manifest = RunFolder.own(root).manifest().orElseThrow();
        assertThat(manifest.settings().samples()).isEqualTo(4);
        assertThat(manifest.settings().negative()).isEmpty();
        assertThat(manifest.images().get(2).seed()).isEqualTo(44);
        var log = new DrawnLog(root, Shard.WHOLE);
        assertThat(log.sha256("grid.png")).isEqualTo(Digest.sha256(Files.readAllBytes(picture("grid.png"))));
    }

    @Test
    void whatIsMissingOrCutIsDrawnAgainAndTheSame() throws IOException {
        draw(Shard.WHOLE);
        byte[] second = Files.readAllBytes(picture("one/1.png"));
        byte[] grid = Files.readAllBytes(picture("grid.png"));
        assertThat(draw(Shard.WHOLE)).isZero();
        Files.delete(picture("one/1.png"));
        Files.write(picture("grid.png"), new byte[10]);
        assertThat(draw(Shard.WHOLE)).isEqualTo(5);
        assertThat(picture("one/1.png")).hasBinaryContent(second);
        assertThat(picture("grid.png")).hasBinaryContent(grid);
    }

    /** A process that was killed between picture and log. */
    @Test
    void aPictureThatTheLogDoesNotNameIsKnownByItsRecipe() throws IOException {
        draw(Shard.WHOLE);
        Path log = root.resolve("drawn.jsonl");
        String text = Files.readString(log);
        Files.writeString(log, text.substring(text.indexOf('\n') + 1, text.length() - 20));
        assertThat(draw(Shard.WHOLE)).as("pictures have a recipe").isZero();
        assertThat(new DrawnLog(root, Shard.WHOLE).sha256("one/0.png")).isNotEmpty();
        assertThat(draw(Shard.WHOLE)).isZero();
    }

    @Test
    void shardsMakeTheSameRun() throws IOException {
        assertThat(draw(Shard.parse("2/3"))).isEqualTo(4);
        assertThat(picture("one/0.png")).doesNotExist();
        assertThat(draw(Shard.parse("1/3"))).isEqualTo(8);
        assertThat(draw(Shard.parse("3/3"))).isEqualTo(2);
        assertThat(draw(Shard.WHOLE)).isZero();
        assertThatThrownBy(() -> Shard.parse("4/3")).hasMessageContaining("2/8");
        assertThatThrownBy(() -> Shard.parse("two")).hasMessageContaining("2/8");
    }

    /** A manifest of a size that cannot be drawn would refuse the right one afterwards. */
    @Test
    void aSizeThatTheModelCannotDrawLeavesNothing() {
        assertThatThrownBy(() -> draw(Shard.WHOLE, protocol.withSize(new Size(4096, 4096)), new AtomicInteger()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4096x4096");
        assertThat(root.resolve("manifest.json")).doesNotExist();
        assertThat(draw(Shard.WHOLE)).isEqualTo(14);
    }

    @Test
    void otherSettingsAreRefused() {
        draw(Shard.parse("3/3"));
        assertThatThrownBy(() -> draw(Shard.WHOLE, protocol.withSeed(7), new AtomicInteger()))
                .hasMessageContaining("was begun with");
        assertThatThrownBy(() -> draw(Shard.WHOLE, protocol.withGuidance(2), new AtomicInteger()))
                .hasMessageContaining("name another folder");
        assertThatThrownBy(() -> draw(Shard.WHOLE, protocol.withSize(new Size(32, 32)), new AtomicInteger()))
                .hasMessageContaining("32x32");
    }

    @Test
    void aGridOfAnotherShapeCannotBeCut() {
        var grid = new Artifact.Grid("g.png", List.of(0, 1, 2, 3), 2);
        var odd = new Picture.Made("g.png", () -> Image.of(3, 2, new byte[18]));
        assertThatThrownBy(() -> grid.tile(odd, 1).image())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("g.png: expected a grid of 2x2 tiles, found 3x2");
    }
}
