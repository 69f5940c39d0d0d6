// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.pickle;

import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import java.util.HashMap;
import java.util.Map;

/**
 * The names of Python classes and functions that a pickle may mention, and what each means here. A name is never looked
 * up, loaded or called; one that is not in the list ends the reading.
 */
enum Global {
    ORDERED_DICT,
    SET,
    SIZE,
    REBUILD_TENSOR,
    REBUILD_PARAMETER,
    STORAGE_F32(DType.F32),
    STORAGE_F64(DType.F64),
    STORAGE_BF16(DType.BF16),
    STORAGE_F16(DType.F16),
    STORAGE_I64(DType.I64),
    STORAGE_I32(DType.I32),
    STORAGE_U8(DType.U8),
    STORAGE_I8(DType.I8),
    STORAGE_BOOL(DType.BOOL),
    /** Known, harmless and of no interest: whatever is made of it is an {@link Unpickler.Opaque}. */
    INERT;

    /** Element type of a storage class; null for anything else. */
    final DType storage;

    Global() {
        this(null);
    }

    Global(DType storage) {
        this.storage = storage;
    }

    private static final Map<String, Global> KNOWN = new HashMap<>();

    static {
        KNOWN.put("collections OrderedDict", ORDERED_DICT);
        KNOWN.put("__builtin__ set", SET);
        KNOWN.put("builtins set", SET);
        KNOWN.put("torch Size", SIZE);
        KNOWN.put("torch._utils _rebuild_tensor_v2", REBUILD_TENSOR);
        KNOWN.put("torch._utils _rebuild_parameter", REBUILD_PARAMETER);
        KNOWN.put("torch FloatStorage", STORAGE_F32);
        KNOWN.put("torch DoubleStorage", STORAGE_F64);
        KNOWN.put("torch BFloat16Storage", STORAGE_BF16);
        KNOWN.put("torch HalfStorage", STORAGE_F16);
        KNOWN.put("torch LongStorage", STORAGE_I64);
        KNOWN.put("torch IntStorage", STORAGE_I32);
        KNOWN.put("torch ByteStorage", STORAGE_U8);
        KNOWN.put("torch CharStorage", STORAGE_I8);
        KNOWN.put("torch BoolStorage", STORAGE_BOOL);
        // What DeepSpeed and mmengine write beside the tensors.
        for (String inert : new String[] {
            "deepspeed.runtime.fp16.loss_scaler LossScaler",
            "deepspeed.runtime.fp16.loss_scaler DynamicLossScaler",
            "deepspeed.runtime.zero.config ZeroStageEnum",
            "deepspeed.utils.tensor_fragment fragment_address",
            "mmengine.logging.history_buffer HistoryBuffer",
            "numpy dtype",
            "numpy ndarray",
            "numpy.core.multiarray _reconstruct",
            "numpy.core.multiarray scalar",
            "numpy._core.multiarray _reconstruct",
            "numpy._core.multiarray scalar",
            "_codecs encode",
            "argparse Namespace",
            "torch device",
            "torch float32",
            "torch float16",
            "torch bfloat16"
        }) {
            KNOWN.put(inert, INERT);
        }
    }

    static Global named(String module, String name) {
        Global known = KNOWN.get(module + " " + name);
        if (known == null) {
            throw new WeightException("the pickle names " + shown(module) + "." + shown(name)
                    + ", which is not among the names a checkpoint needs; nothing was executed");
        }
        return known;
    }

    /** Names come from a file that may be hostile: printable characters only, and not many. */
    static String shown(String text) {
        String printable = text.replaceAll("[^\\x21-\\x7e]", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "...";
    }
}
