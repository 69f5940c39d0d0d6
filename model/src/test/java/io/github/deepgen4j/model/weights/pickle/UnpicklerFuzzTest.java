// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.WeightException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that someone else made: whatever they hold, they are read or refused with our own exception. The corpus beside
 * this class's resources is run in every build; {@code JAZZER_FUZZ=1 ./mvnw -pl model -am
 * -Dtest=UnpicklerFuzzTest#anyPickle* -Dsurefire.failIfNoSpecifiedTests=false test} searches for more.
 * {@code src/test/python/pickle_corpus.py} wrote it.
 */
class UnpicklerFuzzTest {
    private static final String INPUTS = "UnpicklerFuzzTestInputs/";

    @FuzzTest
    void anyPickleIsReadOrRefused(byte[] pickle) {
        try {
            assertThat(Unpickler.read(pickle)).isNotNull();
        } catch (WeightException expected) {
            assertThat(expected).hasMessageContaining("pickle");
        }
    }

    @FuzzTest
    void anyArchiveIsReadOrRefused(byte[] archive) throws IOException {
        Path file = Files.createTempFile("fuzz", ".pt");
        try {
            Files.write(file, archive);
            try (TorchFile opened = TorchFile.open(file)) {
                for (StoredTensor tensor : opened.tensors().values()) {
                    assertThat(tensor.spec().byteSize()).isLessThanOrEqualTo(archive.length);
                    tensor.read(
                            0,
                            MemorySegment.ofArray(new byte[(int) tensor.spec().byteSize()]));
                }
            }
        } catch (WeightException expected) {
            assertThat(expected).hasMessageContaining(file.toString());
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "os_system, names os.system",
        "posix_system_in_dict, names posix.system",
        "builtins_eval, names builtins.eval",
        "getattr, names __builtin__.getattr",
        "nested_load, names torch.storage._load_from_bytes",
        "python2_inst, opcode 0x53",
        "storage_called, a storage class is called",
        "storage_path, key is not a plain number",
        "nested_tuples, nested more than 100 deep",
        "nested_marks, more than 100 open marks",
        "nested_lists, nested more than 100 deep",
        "list_as_key, a string or number as key",
        "string_of_4_gb, a string of 4294967295 bytes",
        "bytes_of_2_gb, a string of 2147483647 bytes",
        "huge_shape, more than 2^63",
        "zero_stride, is outside of its 2 elements",
        "huge_offset, is outside of its 2 elements",
        "negative_stride, negative stride",
        "key_twice, has the key x twice",
        "memo_missing, memo 5 is read before",
        "protocol_5, protocol expected 2 to 4"
    })
    void hostilePicklesAreRefusedWithTheReason(String input, String reason) throws IOException {
        byte[] pickle = input("anyPickleIsReadOrRefused/" + input);
        assertThatThrownBy(() -> Unpickler.read(pickle))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void referencesInCirclesAndBombsOfThemCostNothing() throws IOException {
        for (String input : new String[] {"memo_bomb", "list_in_itself", "dict_in_itself"}) {
            assertThat(Unpickler.read(input("anyPickleIsReadOrRefused/" + input)))
                    .isNotNull();
        }
    }

    @Test
    void whatIsRememberedIsLimited() {
        byte[] pickle = new byte[Unpickler.MAX_VALUES + 2];
        Arrays.fill(pickle, (byte) 0x94); // MEMOIZE, again and again
        pickle[0] = 'N';
        assertThatThrownBy(() -> Unpickler.read(pickle)).hasMessageContaining("are remembered");
    }

    @Test
    void valuesArePlacedUnderALimit() {
        byte[] pickle = new byte[Unpickler.MAX_VALUES + 2];
        Arrays.fill(pickle, (byte) 'N');
        assertThatThrownBy(() -> Unpickler.read(pickle)).hasMessageContaining("more than 4000000 values");
        assertThatThrownBy(() -> Unpickler.read(new byte[Unpickler.MAX_PICKLE + 1]))
                .hasMessageContaining("expected at most");
    }

    private static byte[] input(String name) throws IOException {
        try (InputStream in = UnpicklerFuzzTest.class.getResourceAsStream(INPUTS + name)) {
            return in.readAllBytes();
        }
    }
}
