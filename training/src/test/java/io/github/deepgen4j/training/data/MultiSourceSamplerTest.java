// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.training.data.MultiSourceSampler.Draw;
import io.github.deepgen4j.training.data.MultiSourceSampler.Share;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MultiSourceSamplerTest {
    private static final Optional<Seed> SEED = Optional.of(new Seed(5));

    @Test
    void ordersMicroBatchesAsTheReferenceDoes() {
        JsonNode cases = new JsonMapper()
                .readTree(Path.of(System.getProperty("deepgen.golden"), "train", "sampler.json")
                        .toFile());
        assertThat(cases).isNotEmpty();
        for (JsonNode golden : cases) {
            int world = golden.get("world").intValue();
            List<Share> shares = new ArrayList<>();
            for (int s = 0; s < golden.get("lengths").size(); s++) {
                shares.add(new Share(
                        golden.get("lengths").get(s).intValue(),
                        golden.get("repeats").get(s).intValue(),
                        golden.get("batch_sizes").get(s).intValue() * world)); // of all ranks together
            }
            var sampler = new MultiSourceSampler(shares, Optional.empty());
            for (int rank = 0; rank < world; rank++) {
                JsonNode batches = golden.get("batches_by_rank").get(rank);
                for (int n = 0; n < batches.size(); n++) {
                    assertThat(ofRank(rank, world, withOffset(sampler.batch(n), shares)))
                            .as("%s, rank %d, batch %d", shares, rank, n)
                            .containsExactly(batches.get(n)
                                    .valueStream()
                                    .mapToInt(JsonNode::intValue)
                                    .toArray());
                }
            }
        }
    }

    /** The reference deals the samples of a micro-batch of all ranks out one by one. */
    private static int[] ofRank(int rank, int world, int[] indices) {
        return IntStream.iterate(rank, i -> i < indices.length, i -> i + world)
                .map(i -> indices[i])
                .toArray();
    }

    /** The reference numbers the samples of all sources through. */
    private static int[] withOffset(Draw draw, List<Share> shares) {
        int offset =
                shares.stream().limit(draw.source()).mapToInt(Share::length).sum();
        return Arrays.stream(draw.indices()).map(index -> index + offset).toArray();
    }

    @Test
    void everySampleIsSeenOncePerRound() {
        var sampler = new MultiSourceSampler(List.of(new Share(36, 1, 12)), SEED);
        List<Integer> seen = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            Arrays.stream(sampler.batch(n).indices()).forEach(seen::add);
        }
        assertThat(seen).hasSize(36).doesNotHaveDuplicates();
        assertThat(seen).isNotEqualTo(IntStream.range(0, 36).boxed().toList());
    }

    @Test
    void aBatchDependsOnItsNumberAlone() {
        List<Share> shares = List.of(new Share(5, 1, 2), new Share(7, 3, 3));
        var walking = new MultiSourceSampler(shares, SEED);
        for (int n = 0; n < 40; n++) {
            int[] walked = walking.batch(n).indices();
            var resumed = new MultiSourceSampler(shares, SEED);
            assertThat(resumed.batch(n).indices()).containsExactly(walked);
        }
        assertThat(walking.batch(1L << 40).indices()).hasSize(2);
    }

    @Test
    void sourcesOfEqualLengthAndRoundsAreShuffledDifferently() {
        List<Share> shares = List.of(new Share(20, 1, 20), new Share(20, 1, 20));
        var sampler = new MultiSourceSampler(shares, SEED);
        assertThat(sampler.batch(0).indices()).isNotEqualTo(sampler.batch(1).indices());
        assertThat(sampler.batch(0).indices()).isNotEqualTo(sampler.batch(2).indices());
    }

    @Test
    void rejectsWhatCannotBeSampled() {
        assertThatThrownBy(() -> new Share(0, 1, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("length");
        assertThatThrownBy(() -> new MultiSourceSampler(List.of(), SEED)).isInstanceOf(ConfigException.class);
    }
}
