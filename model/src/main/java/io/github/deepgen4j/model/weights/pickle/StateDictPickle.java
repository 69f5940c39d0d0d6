// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.pickle;

import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The pickle (protocol 2) of a dictionary of contiguous tensors, each with a storage of its own: the opcodes and names
 * that {@code torch.load(weights_only=True)} accepts, nothing else.
 */
final class StateDictPickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private StateDictPickle() {}

    /** @param specs storage i, of key {@code i}, holds the elements of tensor i */
    static byte[] of(List<TensorSpec> specs) {
        StateDictPickle pickle = new StateDictPickle();
        pickle.write(0x80, 2, '}', '('); // protocol, empty dictionary, mark
        for (int i = 0; i < specs.size(); i++) {
            pickle.text(specs.get(i).name());
            pickle.tensor(specs.get(i), Integer.toString(i));
        }
        pickle.write('u', '.'); // set the items, stop
        return pickle.out.toByteArray();
    }

    /** {@code torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, OrderedDict())}. */
    private void tensor(TensorSpec spec, String key) {
        global("torch._utils", "_rebuild_tensor_v2");
        write('(', '(');
        text("storage");
        global("torch", storageClass(spec.type()));
        text(key);
        text("cpu");
        integer(spec.elements());
        write('t', 'Q'); // tuple, persistent id
        integer(0);
        write('(');
        for (long size : spec.shape()) {
            integer(size);
        }
        write('t', '(');
        for (long stride : strides(spec.shape())) {
            integer(stride);
        }
        write('t', 0x89); // tuple, False
        global("collections", "OrderedDict");
        write(')', 'R', 't', 'R'); // call it with nothing, close the arguments, call
    }

    private static long[] strides(long[] shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= Math.max(shape[axis], 1);
        }
        return strides;
    }

    private static String storageClass(DType type) {
        return switch (type) {
            case F32 -> "FloatStorage";
            case F64 -> "DoubleStorage";
            case BF16 -> "BFloat16Storage";
            case F16 -> "HalfStorage";
            case I64 -> "LongStorage";
            case I32 -> "IntStorage";
            case U8 -> "ByteStorage";
            case I8 -> "CharStorage";
            case BOOL -> "BoolStorage";
        };
    }

    private void write(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
    }

    private void global(String module, String name) {
        write('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write('X');
        out.writeBytes(little(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private void integer(long value) {
        if (value < 0) {
            throw new WeightException("negative number " + value);
        } else if (value <= 0xff) {
            write('K', (int) value);
        } else if (value <= Integer.MAX_VALUE) {
            write('J');
            out.writeBytes(little(4).putInt((int) value).array());
        } else {
            write(0x8a, 8);
            out.writeBytes(little(8).putLong(value).array());
        }
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
