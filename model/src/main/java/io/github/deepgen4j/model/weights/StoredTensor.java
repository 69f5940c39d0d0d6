// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * A tensor that lies in a file and is read in pieces, so that no more of it than a piece is ever in memory. Valid until
 * the file it comes from is closed.
 */
public interface StoredTensor {
    /** Its type and shape, under its stored name. */
    TensorSpec spec();

    /** The type in which its values are kept without loss of what was ever known of them. */
    default DType keptAs() {
        return spec().type();
    }

    /** The file, for messages. */
    String where();

    /**
     * Fills the target with elements, row-major and little-endian.
     *
     * @param first number of the first element
     * @param target a whole number of elements, all inside the tensor
     */
    void read(long first, MemorySegment target);

    /** Some elements as a flat tensor in the innermost scope, in their stored type. */
    default Tensor elements(long first, long count) {
        byte[] bytes = new byte[Math.toIntExact(count * spec().type().bytes())];
        read(first, MemorySegment.ofArray(bytes));
        return Tensor.copyOf(MemorySegment.ofArray(bytes), spec().type(), count);
    }

    /** All elements as a tensor in the innermost scope, in their stored type. */
    default Tensor tensor() {
        return elements(0, spec().elements()).reshape(spec().shape());
    }

    /** For messages: {@code model.pt: transformer.proj_out.bias BF16 (64)}. */
    default String describe() {
        return where() + ": " + spec();
    }
}
