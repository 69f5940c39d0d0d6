// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Operation.call;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Elements on their way between main memory and tensors, row-major, little-endian. Reading waits for the device. {@link
 * Tensor} has the public methods and says what they do.
 */
final class HostCopy {
    private HostCopy() {}

    // ---- in ----

    static Tensor of(MemorySegment elements, DType type, long... shape) {
        long expected = bytes("copyOf", type, shape);
        if (elements.byteSize() != expected) {
            throw new TensorException("copyOf: shape " + Arrays.toString(shape) + " of " + type + " expected "
                    + expected + " bytes, found " + elements.byteSize());
        }
        Tensor tensor = call("copyOf", () -> torch.empty(shape, new TensorOptions(type.raw()), null));
        if (expected > 0) {
            memory(tensor).copyFrom(elements);
        }
        return tensor.toDefaultDevice();
    }

    static Tensor of(boolean[] values, long... shape) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        return of(MemorySegment.ofArray(bytes), DType.BOOL, shape);
    }

    static Tensor mapped(MemorySegment elements, DType type, long... shape) {
        long expected = bytes("mapped", type, shape);
        if (!elements.isNative() || elements.byteSize() != expected) {
            throw new TensorException("mapped: shape " + Arrays.toString(shape) + " of " + type + " expected "
                    + expected + " native bytes, found " + elements.byteSize());
        }
        if (!elements.scope().isAlive()) {
            throw new TensorException("mapped: the memory of shape " + Arrays.toString(shape) + " is no longer there");
        }
        Tensor tensor = call(
                "mapped", () -> torch.from_blob(new Address(elements.address()), shape, new TensorOptions(type.raw())));
        tensor.handle().map(elements);
        return tensor;
    }

    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }

    private static long bytes(String operation, DType type, long... shape) {
        try {
            long bytes = type.bytes();
            for (long size : shape) {
                if (size < 0) {
                    throw new TensorException(operation + ": a size is negative in " + Arrays.toString(shape));
                }
                bytes = Math.multiplyExact(bytes, size);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw new TensorException(operation + ": shape " + Arrays.toString(shape) + " is too large", e);
        }
    }

    // ---- out ----

    static float[] floats(Tensor tensor) {
        try (var _ = Scope.open()) {
            return memory(onHost(tensor, DType.F32)).toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    static long[] longs(Tensor tensor) {
        try (var _ = Scope.open()) {
            return memory(onHost(tensor, DType.I64)).toArray(ValueLayout.JAVA_LONG);
        }
    }

    /** The elements converted to a type, as they are stored. */
    static byte[] bytes(Tensor tensor, DType type) {
        try (var _ = Scope.open()) {
            return memory(onHost(tensor, type)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** A handle of this thread on row-major elements in main memory. */
    private static Tensor onHost(Tensor tensor, DType type) {
        return tensor.detach().to(Device.CPU).to(type).contiguous();
    }

    /** Only of a tensor of this thread that lies row-major in main memory. */
    @SuppressWarnings("restricted") // the address and size are LibTorch's own
    private static MemorySegment memory(Tensor tensor) {
        var raw = tensor.raw();
        long elements = raw.numel();
        if (elements == 0) {
            return MemorySegment.NULL; // LibTorch gives no address
        }
        return MemorySegment.ofAddress(raw.data_ptr().address())
                .reinterpret(elements * DType.of(raw.scalar_type()).bytes());
    }
}
