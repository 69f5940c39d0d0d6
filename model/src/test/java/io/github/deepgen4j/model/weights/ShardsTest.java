// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardsTest {
    private static final String INDEX = "model.safetensors.index.json";

    @TempDir
    Path folder;

    private final Manifest expected = new Manifest();
    private Scope scope;
    private long handles;

    @BeforeEach
    void twoShards() {
        handles = Scope.liveHandles();
        scope = Scope.open();
        shard("1.safetensors", "a", "b");
        shard("2.safetensors", "c");
        for (String name : new String[] {"a", "b", "c"}) {
            expected.get(name, 1);
        }
    }

    @AfterEach
    void nothingLeft() {
        scope.close();
        assertThat(Scope.liveHandles()).isEqualTo(handles);
    }

    @Test
    void indexIsFollowed() {
        ShardIndex.write(
                folder.resolve(INDEX), Map.of("a", "1.safetensors", "b", "1.safetensors", "c", "2.safetensors"), 12);
        try (var checkpoint = Checkpoint.open(folder, expected, DType.F32)) {
            assertThat(checkpoint.get("c", 1).item()).isEqualTo('c');
            assertThat(checkpoint.get("a", 1).item()).isEqualTo('a');
            assertThat(checkpoint.get("b", 1).item()).isEqualTo('b');
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'weight_map':{'a':'1.safetensors','b':'1.safetensors','c':'3.safetensors'}} | 3.safetensors: named"
                        + " by model.safetensors.index.json but absent",
                "{'weight_map':{'a':'1.safetensors','b':'2.safetensors','c':'2.safetensors'}} | 2.safetensors: lacks"
                        + " b, which model.safetensors.index.json places there",
                "{'weight_map':{'a':'1.safetensors','c':'2.safetensors'}} | 1.safetensors: b is not in"
                        + " model.safetensors.index.json",
                "{'weight_map':{'a':'1.safetensors','a':'2.safetensors','b':'1.safetensors','c':'2.safetensors'}} | a"
                        + " is listed twice, in 1.safetensors and 2.safetensors",
                "{'weight_map':{'a':'../1.safetensors'}} | a expected the name of a file beside the index, found"
                        + " '../1.safetensors'",
                "{'weight_map':{'a':5}} | a expected the name of a file beside the index, found VALUE_NUMBER_INT",
                "{'weight_map':{'a':['1']}} | a expected the name of a file beside the index, found START_ARRAY",
                "{'weight_map':[]} | no weight_map object",
                "{} | no weight_map object",
                "{'weight_map':{},'weight_map':{}} | weight_map is given twice",
                "{'weight_map':{}} {} | expected nothing after the JSON object, found START_OBJECT",
                "[] | expected a JSON object, found START_ARRAY",
                "{'weight_map':{ | malformed index"
            })
    void refusesIndex(String index, String message) throws IOException {
        Files.writeString(folder.resolve(INDEX), index.replace('\'', '"'));
        assertThatThrownBy(() -> Checkpoint.open(folder, expected, null))
                .isInstanceOf(WeightException.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining(message);
    }

    @Test
    void tensorInTwoShardsIsRefused() {
        shard("2.safetensors", "b", "c");
        ShardIndex.write(
                folder.resolve(INDEX), Map.of("a", "1.safetensors", "b", "1.safetensors", "c", "2.safetensors"), 12);
        assertThatThrownBy(() -> Checkpoint.open(folder, expected, null))
                .hasMessageContaining("b: twice, as b in 1.safetensors and as b in 2.safetensors");
    }

    @Test
    void brokenShardsAreReportedTogether() throws IOException {
        ShardIndex.write(
                folder.resolve(INDEX), Map.of("a", "1.safetensors", "b", "1.safetensors", "c", "2.safetensors"), 12);
        Files.write(folder.resolve("1.safetensors"), new byte[3]);
        Files.write(folder.resolve("2.safetensors"), new byte[4]);
        assertThatThrownBy(() -> Checkpoint.open(folder, expected, null))
                .hasMessageContaining("1.safetensors: truncated")
                .hasMessageContaining("2.safetensors: truncated");
    }

    private void shard(String file, String... names) {
        Map<String, Tensor> content = new LinkedHashMap<>();
        for (String name : names) {
            content.put(name, Tensor.full(name.charAt(0), DType.F32, 1));
        }
        SafetensorsWriter.write(folder.resolve(file), content);
    }
}
