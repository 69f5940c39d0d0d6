// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorNames;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchFileTest {
    @TempDir
    Path folder;

    static byte[] bytes(StoredTensor tensor) {
        byte[] bytes = new byte[(int) tensor.spec().byteSize()];
        tensor.read(0, MemorySegment.ofArray(bytes));
        return bytes;
    }

    /** The connector and transformer of the golden checkpoint by native name. */
    private static Map<String, byte[]> released(Map<String, DType> types) {
        Map<String, byte[]> tensors = new HashMap<>();
        for (String file :
                List.of("tiny/connector/model.safetensors", "tiny/transformer/diffusion_pytorch_model.safetensors")) {
            String prefix = file.contains("transformer") ? "transformer." : "";
            try (var stored = Golden.tensors(file)) {
                stored.entries().forEach((name, entry) -> {
                    tensors.put(prefix + name, entry.data().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
                    types.put(prefix + name, entry.spec().type());
                });
            }
        }
        return tensors;
    }

    @Test
    void goldenFileHoldsTheReleasedTensors() {
        Map<String, DType> types = new HashMap<>();
        Map<String, byte[]> expected = released(types);
        try (var file = TorchFile.open(Golden.path("native/model.pt"))) {
            assertThat(file.tensors().keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
            file.tensors().forEach((name, tensor) -> {
                assertThat(tensor.spec().type()).as(name).isEqualTo(types.get(name));
                assertThat(bytes(tensor)).as(name).isEqualTo(expected.get(name));
            });
        }
    }

    @Test
    void prefixedAndWrappedFilesAreRead() {
        try (var module = TorchFile.open(Golden.path("native/model_module_bf16.pt"));
                var sft = TorchFile.open(Golden.path("native/model_sft.pt"));
                var plain = TorchFile.open(Golden.path("native/model.pt"))) {
            assertThat(module.tensors().keySet())
                    .allMatch(name -> name.startsWith("module."))
                    .extracting(TensorNames::canonical)
                    .containsExactlyInAnyOrderElementsOf(plain.tensors().keySet());
            assertThat(sft.tensors()).containsKey("lmm.lm_head.lora_A.default.weight");
            assertThat(sft.others()).isEmpty();
        }
    }

    @Test
    void zeroFolderIsPutTogetherFromAllRanks() {
        try (var zero = ZeroFolder.open(Golden.path("native/zero2/iter_5.pth"));
                var connector = Golden.tensors("tiny/connector/model.safetensors")) {
            connector.entries().forEach((name, entry) -> {
                StoredTensor tensor = zero.tensors().get(name);
                assertThat(tensor.spec()).isEqualTo(entry.spec());
                assertThat(bytes(tensor))
                        .as(name)
                        .isEqualTo(entry.data().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
            });
            assertThat(zero.tensors()).containsKey("transformer.pos_embed.pos_embed");
            assertThat(zero.tensors()).hasSize(connector.names().size() + 1);
        }
    }

    @Test
    void absentRankIsRefused() throws IOException {
        for (String name : List.of("mp_rank_00_model_states.pt", "bf16_zero_pp_rank_1_mp_rank_00_optim_states.pt")) {
            Files.copy(Golden.path("native/zero2/iter_5.pth").resolve(name), folder.resolve(name));
        }
        assertThatThrownBy(() -> ZeroFolder.open(folder))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("the optimizer file of rank 0 is missing");
        Files.move(
                folder.resolve("bf16_zero_pp_rank_1_mp_rank_00_optim_states.pt"),
                folder.resolve("bf16_zero_pp_rank_0_mp_rank_00_optim_states.pt"));
        assertThatThrownBy(() -> ZeroFolder.open(folder)).hasMessageContaining("of 2 ranks, found 1");
    }

    @Test
    void writtenFileIsReadBackBitByBit() throws IOException {
        Path copy = folder.resolve("copy.pt");
        try (var file = TorchFile.open(Golden.path("native/model.pt"))) {
            List<TensorSpec> specs =
                    file.tensors().values().stream().map(StoredTensor::spec).toList();
            try (var writer = TorchWriter.create(copy, specs)) {
                file.tensors().forEach((name, tensor) -> {
                    byte[] bytes = bytes(tensor);
                    writer.append(name, ByteBuffer.wrap(bytes, 0, bytes.length / 2));
                    writer.append(name, ByteBuffer.wrap(bytes, bytes.length / 2, bytes.length - bytes.length / 2));
                });
                assertThat(copy).doesNotExist();
                writer.commit();
            }
            try (var back = TorchFile.open(copy)) {
                assertThat(back.tensors().keySet())
                        .containsExactlyElementsOf(file.tensors().keySet());
                back.tensors().forEach((name, tensor) -> {
                    assertThat(tensor.spec()).isEqualTo(file.tensors().get(name).spec());
                    assertThat(bytes(tensor)).isEqualTo(bytes(file.tensors().get(name)));
                });
            }
        }
        try (var zip = new ZipFile(copy.toFile())) { // an independent reader: names, sizes and checksums
            for (ZipEntry entry : zip.stream().toList()) {
                assertThat(zip.getInputStream(entry).readAllBytes()).hasSize((int) entry.getSize());
            }
        }
    }

    @Test
    void incompleteFileIsNotWritten() {
        Path file = folder.resolve("half.pt");
        try (var writer = TorchWriter.create(file, List.of(new TensorSpec("x", DType.F32, 2)))) {
            writer.append("x", ByteBuffer.allocate(4));
            assertThatThrownBy(writer::commit).hasMessageContaining("x expected 8 bytes, written 4");
            assertThatThrownBy(() -> writer.append("x", ByteBuffer.allocate(8))).hasMessageContaining("found 12");
            assertThatThrownBy(() -> writer.append("y", ByteBuffer.allocate(8))).hasMessageContaining("not announced");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(small());
        Path cut = folder.resolve("cut.pt");
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(cut, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchFile.open(cut)).isInstanceOf(WeightException.class);
        }
    }

    @Test
    void flippedBitOfATensorIsFound() throws IOException {
        Path file = small();
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\u0000\u0000\u0080?");
        bytes[at] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> TorchFile.open(file))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("data/0 does not have the checksum");
    }

    @Test
    void compressedEntriesAndOtherZipFilesAreRefused() throws IOException {
        Path bomb = folder.resolve("bomb.pt");
        try (var zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(new byte[1_000_000]);
        }
        assertThatThrownBy(() -> TorchFile.open(bomb)).hasMessageContaining("is compressed or encrypted");
        Path other = folder.resolve("other.pt");
        try (var zip = new ZipOutputStream(Files.newOutputStream(other))) {
            zip.closeEntry();
        }
        assertThatThrownBy(() -> TorchFile.open(other)).hasMessageContaining("no data.pkl");
    }

    /** One tensor x of two ones. */
    private Path small() {
        Path file = folder.resolve("small.pt");
        try (var writer = TorchWriter.create(file, List.of(new TensorSpec("x", DType.F32, 2)))) {
            writer.append("x", ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, (byte) 0x80, 0x3f}));
            writer.commit();
        }
        return file;
    }
}
