// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileStart;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plants damage in a copy of an intact folder. */
class VerificationTest {
    private static final String VLM = "vlm/model.safetensors";
    private static final String TRANSFORMER = "transformer/diffusion_pytorch_model.safetensors";
    private static final String VAE = "vae/diffusion_pytorch_model.safetensors";
    private static final Path GOLDEN = Path.of(System.getProperty("deepgen.golden"), "tiny");
    private static final short NAN = 0x7fc0;

    @TempDir
    private static Path intact;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make() {
        NewCheckpoint.write(intact, Preset.TINY, 1, Optional.empty(), Optional.empty(), _ -> {}, _ -> {}, () -> false);
    }

    @BeforeEach
    void copy() throws IOException {
        copy(intact);
    }

    private void copy(Path source) throws IOException {
        try (var files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(source.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Verification verify(Optional<FileSums> sums) {
        return Verification.of(folder, sums, _ -> {}, _ -> {}, () -> false);
    }

    private Verification verify() {
        return verify(Optional.empty());
    }

    /** Position and size in bytes. */
    private record Place(long offset, long size) {}

    private Place place(String file, String tensor) {
        try (var open = Safetensors.open(folder.resolve(file))) {
            return new Place(
                    open.entry(tensor).offset(), open.entry(tensor).spec().byteSize());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokenizer/tokenizer_config.json", "tokenizer/merges.txt", "generation_config.json"})
    void aFileThatOnlyOthersReadIsNoPipeAndNoPointer(String name) throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n");
        assertThat(verify().findings()).contains(Finding.damage(name, "found " + FileStart.POINTER));
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("nothing"));
        assertThat(verify().findings()).contains(Finding.damage(name, "file not found"));
        Files.delete(file);
        assumeThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThat(verify().findings())
                .contains(Finding.damage(name, "expected a regular file, found a pipe or a device"));
    }

    @Test
    void jsonThatOnlyOthersReadIsJson() throws IOException {
        Path file = folder.resolve("tokenizer/tokenizer_config.json");
        for (String damaged : List.of("", "<html>", "{\"a\": 1", "{\"a\": 1, \"a\": 2}", "{\"a\": \0}")) {
            Files.writeString(file, damaged);
            assertThat(verify().damaged()).as(damaged).isTrue();
        }
        Files.writeString(file, "[1, {}]");
        Files.writeString(folder.resolve("README.md"), "");
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aFileThatIsReadHereIsReportedOnce() throws IOException {
        for (String name : List.of("vae/config.json", "tokenizer/tokenizer.json", VAE)) {
            copy();
            Files.writeString(folder.resolve(name), "version https://git-lfs.github.com/spec/v1\n");
            assertThat(verify().findings().stream()
                            .filter(finding -> finding.toString().contains("pointer")))
                    .as(name)
                    .hasSize(1);
        }
    }

    private void write(String file, long position, byte[] bytes) throws IOException {
        try (var channel = FileChannel.open(folder.resolve(file), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
    }

    private byte[] read(String file, Place place) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) place.size());
        try (var channel = FileChannel.open(folder.resolve(file))) {
            channel.read(bytes, place.offset());
        }
        return bytes.array();
    }

    private static byte[] repeated(short value, int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            buffer.putShort(value);
        }
        return buffer.array();
    }

    private static void assertDamage(Verification verification, String where, String... what) {
        assertThat(verification.damaged()).isTrue();
        assertThat(verification.findings()).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.DAMAGE);
            assertThat(finding.where()).isEqualTo(where);
            assertThat(finding.what()).contains(what);
        });
    }

    @Test
    void intactFoldersHaveNoFindings() throws IOException {
        AtomicLong announced = new AtomicLong();
        AtomicLong read = new AtomicLong();
        Verification fresh = Verification.of(folder, Optional.empty(), announced::set, read::addAndGet, () -> false);
        assertThat(fresh.findings()).isEmpty();
        assertThat(read.get()).isEqualTo(announced.get()).isPositive();
        assertThat(fresh.found().sha256())
                .hasSize(12)
                .containsKeys("vlm/config.json", "tokenizer/tokenizer.json", "model_index.json");
        assertThat(Verification.of(GOLDEN, Optional.empty(), _ -> {}, _ -> {}, () -> false)
                        .findings())
                .isEmpty();
    }

    @Test
    void idsBeyondTheEmbeddingsAreDamage() throws IOException {
        Path file = folder.resolve("tokenizer/tokenizer.json");
        Files.writeString(
                file, Files.readString(file).replaceFirst("\"id\": ?406", "\"id\": 448"), StandardCharsets.UTF_8);
        assertThat(verify().findings())
                .singleElement()
                .asString()
                .contains("tokenizer.json")
                .contains("below 448")
                .contains("found 448");
    }

    @Test
    void aManifestCoversEveryFile() throws IOException {
        FileSums sums = verify().found();
        for (String file : sums.sha256().keySet()) {
            byte[] intact = Files.readAllBytes(folder.resolve(file));
            if (!file.endsWith(".json")) {
                continue;
            }
            Files.writeString(folder.resolve(file), new String(intact, StandardCharsets.UTF_8) + " ");
            assertThat(Verification.of(folder, Optional.of(sums), _ -> {}, _ -> {}, () -> false)
                            .findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.where()).isEqualTo(file));
            Files.write(folder.resolve(file), intact);
        }
        Files.writeString(folder.resolve("vlm/extra.txt"), "new");
        assertThat(Verification.of(folder, Optional.of(sums), _ -> {}, _ -> {}, () -> false)
                        .findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.where()).isEqualTo("vlm/extra.txt"));
    }

    @Test
    void aHoleOfZerosIsFound() throws IOException {
        Place embeddings = place(VLM, "model.embed_tokens.weight");
        long page = (embeddings.offset() / 4096 + 2) * 4096;
        write(VLM, page, new byte[5 * 4096]);
        Verification verification = verify();
        assertThat(verification.findings()).hasSize(1);
        assertDamage(verification, VLM, "20,480 bytes of zeros from byte %,d on".formatted(page), "embed_tokens");
    }

    @Test
    void aHoleOverManyTensorsIsFound() throws IOException {
        long half = Files.size(folder.resolve(VAE)) / 2 / 4096 * 4096;
        write(VAE, half, new byte[100 * 4096]);
        assertDamage(verify(), VAE, "bytes of zeros from byte");
    }

    @Test
    void pagesOfAnotherValueAreFoundToo() throws IOException {
        Place embeddings = place(VLM, "model.embed_tokens.weight");
        write(VLM, embeddings.offset() + 8192, repeated((short) 0x3f80, 3 * 4096));
        assertDamage(verify(), VLM, "repetitions of the bytes 803f803f803f803f");
    }

    @Test
    void zeroRowsAtTheEndOfTheEmbeddingsAreOnlySuspicious() throws IOException {
        Place embeddings = place(VLM, "model.embed_tokens.weight");
        write(VLM, embeddings.offset() + embeddings.size() - 3 * 4096, new byte[3 * 4096]);
        Verification verification = verify();
        assertThat(verification.damaged()).isFalse();
        assertThat(verification.findings())
                .hasSize(1)
                .allSatisfy(f -> assertThat(f.what()).contains("rows of unused tokens?"));
    }

    /** The fixtures are random everywhere, like a trained model. */
    @Test
    void aTensorOfZerosAmongTrainedOnesIsDamage() throws IOException {
        Files.delete(folder.resolve(VLM)); // the fixture has two shards
        copy(GOLDEN);
        Place gates = place(TRANSFORMER, "transformer_blocks.0.norm1.linear.weight");
        write(TRANSFORMER, gates.offset(), new byte[(int) gates.size()]);
        assertDamage(verify(), TRANSFORMER, "of zeros from byte", "transformer_blocks.0.norm1.linear.weight");
    }

    @Test
    void aHoleInAFreshModelIsToldApartFromItsOwnZeros() throws IOException {
        Place tensor = place(TRANSFORMER, "transformer_blocks.1.attn.to_q.weight");
        Place norm = place(TRANSFORMER, "transformer_blocks.1.attn.norm_q.weight");
        long from = Math.min(tensor.offset(), norm.offset()) / 4096 * 4096;
        write(TRANSFORMER, from, new byte[16 * 4096]);
        Verification verification = verify();
        assertDamage(verification, "transformer", "scale a norm and are all zero");
        assertThat(verification.findings())
                .filteredOn(f -> f.what().contains("bytes of zeros"))
                .noneMatch(f -> f.what().contains("transformer_blocks.3."));
    }

    @Test
    void lastLayersThatBeginAtZeroAreNoDamageOfAFreshModel() throws IOException {
        for (String name : List.of("decoder.mid_block.resnets.0.conv2.weight", "encoder.conv_out.bias")) {
            Place tensor = place(VAE, name);
            write(VAE, tensor.offset(), new byte[(int) tensor.size()]);
        }
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void numbersThatAreNoneAreCounted() throws IOException {
        Place tensor = place(TRANSFORMER, "transformer_blocks.0.attn.to_q.weight");
        write(TRANSFORMER, tensor.offset() + 10, repeated(NAN, 4));
        write(TRANSFORMER, tensor.offset() + 20, repeated((short) 0xff80, 2));
        assertDamage(
                verify(),
                TRANSFORMER,
                "transformer_blocks.0.attn.to_q.weight holds 2 NaN and 1 infinite of 1,296 elements");
    }

    @Test
    void aFlippedBitIsFoundByTheManifestOnly() throws IOException {
        FileSums sums = verify().found();
        assertThat(verify(Optional.of(sums)).findings()).isEmpty();
        Place tensor = place(VAE, "decoder.conv_in.weight");
        byte[] bytes = read(VAE, tensor);
        bytes[0] ^= 1;
        write(VAE, tensor.offset(), bytes);
        assertThat(verify().findings()).isEmpty();
        Verification verification = verify(Optional.of(sums));
        assertThat(verification.findings()).hasSize(1);
        assertDamage(verification, VAE, "SHA-256 expected " + sums.sha256().get(VAE));
    }

    @Test
    void filesThatAreAbsentOrNotListedAreNamed() throws IOException {
        FileSums sums = verify().found();
        Files.copy(folder.resolve(VAE), folder.resolve("vae/old.safetensors"));
        Files.delete(folder.resolve(TRANSFORMER));
        Verification verification = verify(Optional.of(sums));
        assertDamage(verification, TRANSFORMER, "absent");
        assertDamage(verification, "transformer", "no weights");
        assertThat(verification.findings())
                .contains(
                        Finding.suspicious("vae/old.safetensors", "belongs to no component of the model"),
                        Finding.suspicious("vae/old.safetensors", "is not named by " + sums.source()));
    }

    @Test
    void swappedTensorsAreFoundWhereTheirValuesTell() throws IOException {
        Place norm = place(VLM, "model.layers.7.input_layernorm.weight");
        Place bias = place(VLM, "model.layers.7.self_attn.q_proj.bias");
        byte[] scale = read(VLM, norm);
        write(VLM, norm.offset(), read(VLM, bias));
        write(VLM, bias.offset(), scale);
        Verification verification = verify();
        assertDamage(verification, VLM, "model.layers.7.input_layernorm.weight", "look swapped");
        assertDamage(
                verification, "vlm", "1 tensors scale a norm and are all zero: model.layers.7.input_layernorm.weight");
    }

    @Test
    void normsFarFromOneAreSuspicious() throws IOException {
        Place norm = place(VLM, "model.norm.weight");
        write(VLM, norm.offset(), repeated((short) 0x4640, (int) norm.size())); // 12288
        Verification verification = verify();
        assertThat(verification.damaged()).isFalse();
        assertThat(verification.findings())
                .anySatisfy(f -> assertThat(f.what()).contains("model.norm.weight scales a norm", "1.23e+04"));
    }

    @Test
    void tensorsThatDoNotBelongThereAreListed() throws IOException {
        Path file = folder.resolve("connector/model.safetensors");
        try (var _ = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            try (var stored = Safetensors.open(file)) {
                stored.names()
                        .forEach(name -> tensors.put(name, stored.tensor(name).copy()));
            }
            tensors.put("meta_queries", Tensor.ones(DType.F32, 7)); // of rank 2, really
            tensors.put("logit_scale", Tensor.ones(DType.F32));
            SafetensorsWriter.write(file, tensors);
        }
        Files.createDirectories(folder.resolve("lora"));
        Verification verification = verify();
        assertDamage(verification, "connector", "meta_queries");
        assertDamage(verification, "connector", "logit_scale");
        assertDamage(verification, "lora", "adapter_config.json");
    }

    @Test
    void everyBrokenPartIsListed() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        copy(GOLDEN);
        Path shard = folder.resolve("vlm/model-00002-of-00002.safetensors");
        try (var channel = FileChannel.open(shard, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1000);
        }
        Files.writeString(folder.resolve("transformer/config.json"), "{");
        Files.delete(folder.resolve("tokenizer/tokenizer.json"));
        Verification verification = verify();
        assertDamage(verification, "vlm", "model-00002-of-00002.safetensors", "are outside of the");
        assertDamage(verification, "configuration", "not valid JSON");
        assertDamage(verification, "tokenizer", "file not found");
    }

    @Test
    void cancellingEndsTheReading() {
        assertThatThrownBy(() -> Verification.of(folder, Optional.empty(), _ -> {}, _ -> {}, () -> true))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void listsOfSumsAreRead() throws IOException {
        String sum = "0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCDEF01";
        sum = sum.substring(0, 64);
        Path file = folder.resolve("sums");
        Files.write(file, List.of("# made by hand", "", sum + "  vae/x.safetensors", sum + " *./a b.json"));
        FileSums sums = FileSums.read(file);
        assertThat(sums.sha256()).containsOnlyKeys("vae/x.safetensors", "a b.json");
        assertThat(sums.text()).isEqualTo((sum + "  vae/x.safetensors\n" + sum + "  a b.json\n").toLowerCase());
        for (String line : List.of("12  x", sum + "  ../x", sum + "  /etc/x", sum)) {
            Files.writeString(file, line);
            assertThatThrownBy(() -> FileSums.read(file))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("line 1");
        }
    }
}
