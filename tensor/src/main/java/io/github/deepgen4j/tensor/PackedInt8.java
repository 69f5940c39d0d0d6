// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Operation.call;

import java.util.Arrays;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.QEngineVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.QEngine;

/**
 * An {@link Int8Matrix} laid out for the processor's integer units (FBGEMM, Khudia et al. 2021), and its product with
 * activations that are quantised on the way, each row by its own largest magnitude. Sums are 32-bit integers, so a row
 * of the result depends on no other row.
 *
 * <p>Owns native memory of one byte a weight until it is closed; any thread may use it, and closing lets those inside
 * finish.
 *
 * <p>Processors without VNNI multiply an unsigned activation (0..255) by a signed weight and add two such products in
 * 16 bits, which saturates: 2 * 255 * 127 is twice what fits. There weights are rounded to 7 bits (-64..64), for which
 * it fits. Which processor this is, a product tells that would saturate.
 */
public final class PackedInt8 implements AutoCloseable {
    /** Activations become -127..127, stored with this added. */
    private static final long ZERO_POINT = 128;

    private static final double ACTIVATION_SCALE = 1.0 / 127;
    /** A row of zeros is divided by this; far below what float32 keeps of a sum. */
    private static final double SMALLEST_ROW = 1e-30;

    private static final String NAME = "int8 product";

    private final IValue packed;
    private final long out;
    private final long in;
    private final Sharing sharing = new Sharing();

    private PackedInt8(IValue packed, long out, long in) {
        this.packed = packed;
        this.out = out;
        this.in = in;
        Scope.madeOne();
    }

    /** LibTorch's operators, which no C++ function stands for; called with a stack of arguments. */
    private static final class Operators {
        static final boolean PRESENT = present();
        static final OperatorHandle MAKE = PRESENT ? find("aten::_make_per_channel_quantized_tensor") : null;
        static final OperatorHandle PACK = PRESENT ? find("quantized::linear_prepack") : null;
        static final OperatorHandle MULTIPLY =
                PRESENT ? find("quantized::linear_with_input_q_dq_qweight_dq_output_fp32") : null;

        /** Chooses FBGEMM for the process: of LibTorch's engines only it takes the activations' scale as an operand. */
        private static boolean present() {
            LibTorch.load();
            try (var _ = Scope.open()) {
                QEngineVector engines = Context.supportedQEngines();
                for (long i = 0; i < engines.size(); i++) {
                    if (engines.get(i).intern() == QEngine.FBGEMM) {
                        torch.globalContext().setQEngine(QEngine.FBGEMM);
                        return true;
                    }
                }
                return false;
            }
        }

        private static OperatorHandle find(String name) {
            OperatorHandle found = Dispatcher.singleton().findSchemaOrThrow(name, "");
            found.retainReference(); // outlives the scope
            return found;
        }
    }

    /** Bits of a weight that this processor can multiply without saturating. */
    private static final class Bits {
        static final int OF_WEIGHTS = saturates() ? 7 : 8;

        private static boolean saturates() {
            int in = 256;
            try (var _ = Scope.open();
                    var _ = Autograd.disabled()) {
                Tensor largest = Tensor.full(Int8Matrix.LARGEST, DType.I8, 64, in);
                try (PackedInt8 packed = pack(new Int8Matrix(largest, Tensor.ones(DType.F32, 64)), 8)) {
                    double expected = (double) in * Int8Matrix.LARGEST;
                    Tensor found = packed.product(Tensor.ones(DType.F32, 64, in), null);
                    return Math.abs(found.mean().item() / expected - 1) > 1e-3;
                }
            }
        }
    }

    /**
     * True where products of such matrices are faster than dense ones: LibTorch has FBGEMM (x86 processors), and
     * tensors are made in main memory.
     */
    public static boolean available() {
        return Device.getDefault() == Device.CPU && Operators.PRESENT;
    }

    /** Bits of the weights in a product on this processor: 8, or 7 where 8 would saturate. Measured once. */
    public static int weightBits() {
        return Bits.OF_WEIGHTS;
    }

    /** A copy of the matrix in this layout, which the caller closes. */
    public static PackedInt8 of(Int8Matrix matrix) {
        return pack(matrix, weightBits());
    }

    /** As {@link #of}, with weights of 7 or 8 bits. */
    static PackedInt8 pack(Int8Matrix matrix, int bits) {
        if (!available()) {
            throw new TensorException("PackedInt8: expected LibTorch for x86 processors, and the processor as device");
        }
        try (var _ = Scope.open()) {
            boolean halved = bits == 7;
            Tensor values = halved
                    ? Int8Matrix.rounded(matrix.values().to(DType.F32).mul(0.5)).to(DType.I8)
                    : matrix.values().contiguous();
            Tensor scales = halved ? matrix.scales().mul(2) : matrix.scales();
            Tensor zeros = Tensor.zeros(DType.I64, scales.elements());
            Tensor quantised = call(
                    "quantised",
                    () -> tensor(run(
                            Operators.MAKE,
                            new IValue(values.raw()),
                            new IValue(scales.raw()),
                            new IValue(zeros.raw()),
                            new IValue(0L))),
                    values,
                    scales,
                    zeros);
            IValue packed = new IValue(Operation.use(
                    "pack",
                    () -> run(Operators.PACK, new IValue(quantised.raw()), new IValue())
                            .get(0)));
            packed.retainReference();
            return new PackedInt8(packed, values.size(0), values.size(1));
        }
    }

    /**
     * x W^T + bias over the last axis, without gradient: (..., in) -> (..., out), in the type of x. A row with NaN or
     * infinity gives NaN.
     *
     * @param bias (out), or null
     */
    public Tensor product(Tensor x, Tensor bias) {
        if (x.rank() == 0 || x.size(-1) != in) {
            throw new TensorException(NAME + " " + x + ": expected a last axis of " + in);
        }
        if (x.requiresGrad()) {
            throw new TensorException(NAME + " " + x + ": has no gradient; train with weights in bf16 or float32");
        }
        long[] shape = x.shape();
        shape[shape.length - 1] = out;
        if (x.elements() == 0) {
            return Tensor.zeros(x.dtype(), shape);
        }
        try (var scope = Scope.open()) {
            Tensor rows = x.to(DType.F32).reshape(-1, in);
            Tensor largest = Int8Matrix.atLeast(Int8Matrix.rowMaxima(rows), SMALLEST_ROW); // (rows, 1)
            Tensor units = rows.div(largest);
            Tensor result = multiply(units);
            scaleInPlace(result, largest, bias == null ? null : bias.to(DType.F32));
            return scope.keep(result.reshape(shape).to(x.dtype()));
        }
    }

    /** x (rows, in) of -1..1 in float32, row-major -> (rows, out) */
    private Tensor multiply(Tensor x) {
        sharing.enterReading(NAME);
        try {
            return call(
                    NAME,
                    () -> tensor(run(
                            Operators.MULTIPLY,
                            new IValue(x.raw()),
                            new IValue(ACTIVATION_SCALE),
                            new IValue(ZERO_POINT),
                            packed)),
                    x);
        } finally {
            if (sharing.leaveReading()) {
                release();
            }
        }
    }

    /** y * factors + bias in one pass over y. */
    private static void scaleInPlace(Tensor y, Tensor factors, Tensor bias) {
        if (bias == null) {
            Operation.change("scale", y, () -> y.raw().mul_(factors.raw()), factors);
        } else {
            Operation.change(
                    "scale", y, () -> torch.addcmul_out(y.raw(), bias.raw(), y.raw(), factors.raw()), factors, bias);
        }
    }

    private static IValueVector run(OperatorHandle operator, IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        operator.callBoxed(stack);
        return stack;
    }

    /** The stack lends its tensor: copy the handle. */
    private static org.bytedeco.pytorch.Tensor tensor(IValueVector stack) {
        return new org.bytedeco.pytorch.Tensor(stack.get(0).toTensor());
    }

    private void release() {
        Scope.releasedOne();
        packed.releaseReference();
    }

    /** Releases the memory now, or when the last thread inside leaves. Closing twice is allowed. */
    @Override
    public void close() {
        if (sharing.close()) {
            release();
        }
    }

    @Override
    public String toString() {
        return "PackedInt8" + Arrays.toString(new long[] {out, in});
    }
}
