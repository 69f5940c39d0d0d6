// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * An n-dimensional array, row-major, with PyTorch's names and broadcasting rules.
 *
 * <p>A tensor belongs to the {@link Scope} that was innermost when it was made, is released with it, and may only be used
 * by the thread of that scope. An {@linkplain #own() owned} tensor belongs to whoever holds it, lives until
 * {@link #close()}, and may be used by any thread, one at a time. Using a closed tensor throws; it never crashes. Methods
 * whose name ends in {@code InPlace} change this tensor and return it; all others return a new one (possibly a view).
 *
 * <p>Every method throws {@link TensorException} naming the operation and the shapes when the operands do not fit.
 */
public final class Tensor implements AutoCloseable {
    private final org.bytedeco.pytorch.Tensor raw;
    private Scope scope; // null: owned
    private boolean closed;

    private Tensor(org.bytedeco.pytorch.Tensor raw, Scope scope) {
        this.raw = raw;
        this.scope = scope;
        scope.adopt(this);
    }

    // ---- lifetime ----

    /** Takes this tensor out of its scope: the caller closes it. Any thread may then use it. Returns this. */
    public Tensor own() {
        live("own");
        if (scope != null) {
            raw.retainReference();
            scope.disown(this);
            scope = null;
        }
        return this;
    }

    /** Releases the native memory now. Closing twice is allowed. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (scope != null) {
            live("close");
            scope.disown(this);
        }
        closed = true;
        Scope.releasedOwned();
        raw.releaseReference();
    }

    public boolean isClosed() {
        return closed;
    }

    Scope scope() {
        return scope;
    }

    void moveTo(Scope enclosing) {
        scope = enclosing;
    }

    void released() {
        closed = true;
    }

    Pointer pointer() {
        return raw;
    }

    org.bytedeco.pytorch.Tensor live(String operation) {
        if (closed) {
            throw new TensorException(operation + ": the tensor is closed (its Scope has ended)");
        }
        if (scope != null && !scope.isCurrentThread()) {
            throw new TensorException(operation + ": the tensor belongs to a Scope of thread " + scope.threadName()
                    + ", used on " + Thread.currentThread().getName() + "; own() it to hand it over");
        }
        return raw;
    }

    /** Runs one native call, adopts its result into the innermost scope and turns failures into ours. */
    static Tensor call(String operation, Supplier<org.bytedeco.pytorch.Tensor> body, Tensor... operands) {
        Scope scope = Scope.innermost(operation);
        for (Tensor operand : operands) {
            if (operand != null) {
                operand.live(operation);
            }
        }
        try {
            return new Tensor(body.get(), scope);
        } catch (TensorException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure(operation, e, operands);
        }
    }

    static TensorException failure(String operation, RuntimeException cause, Tensor... operands) {
        StringJoiner shapes = new StringJoiner(" x ");
        for (Tensor operand : operands) {
            if (operand != null) {
                shapes.add(operand.describe());
            }
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new TensorException(
                operation + " " + shapes + ": " + message.lines().findFirst().orElse(""), cause);
    }

    private String describe() {
        String shape = Arrays.toString(shape());
        return dtype() + "(" + shape.substring(1, shape.length() - 1) + ")";
    }

    @Override
    public String toString() {
        return closed ? "Tensor(closed)" : describe();
    }

    // ---- creation ----

    public static Tensor zeros(DType type, long... shape) {
        return call("zeros", () -> torch.zeros(shape, options(type)));
    }

    public static Tensor ones(DType type, long... shape) {
        return full(1, type, shape);
    }

    public static Tensor full(double value, DType type, long... shape) {
        return call("full", () -> torch.full(shape, new Scalar(value), options(type)));
    }

    /** 0, 1, ..., n-1 as {@code I64}. */
    public static Tensor arange(long n) {
        return call("arange", () -> torch.arange(new Scalar(n), options(DType.I64)));
    }

    /** A float32 tensor holding a copy of the values. */
    public static Tensor of(float[] values, long... shape) {
        return copyOf(MemorySegment.ofArray(values), DType.F32, shape);
    }

    /** A float64 tensor holding a copy of the values. */
    public static Tensor of(double[] values, long... shape) {
        return copyOf(MemorySegment.ofArray(values), DType.F64, shape);
    }

    /** An int64 tensor holding a copy of the values. */
    public static Tensor of(long[] values, long... shape) {
        return copyOf(MemorySegment.ofArray(values), DType.I64, shape);
    }

    /** A uint8 tensor holding a copy of the values. */
    public static Tensor of(byte[] values, long... shape) {
        return copyOf(MemorySegment.ofArray(values), DType.U8, shape);
    }

    /** A bool tensor holding a copy of the values. */
    public static Tensor of(boolean[] values, long... shape) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        return copyOf(MemorySegment.ofArray(bytes), DType.BOOL, shape);
    }

    /** A tensor holding a copy of row-major little-endian elements. */
    public static Tensor copyOf(MemorySegment elements, DType type, long... shape) {
        long expected = Arrays.stream(shape).reduce(1, Math::multiplyExact) * type.bytes();
        if (elements.byteSize() != expected) {
            throw new TensorException("copyOf: shape " + Arrays.toString(shape) + " of " + type + " expected "
                    + expected + " bytes, found " + elements.byteSize());
        }
        Tensor tensor = call("copyOf", () -> torch.empty(shape, options(type), null));
        tensor.segment().copyFrom(elements);
        return tensor;
    }

    /**
     * A read-only view of native memory that the caller keeps alive (a mapped file): no copy is made. The caller must not
     * end the segment's arena before this tensor and all its views are released.
     */
    public static Tensor mapped(MemorySegment elements, DType type, long... shape) {
        long expected = Arrays.stream(shape).reduce(1, Math::multiplyExact) * type.bytes();
        if (!elements.isNative() || elements.byteSize() != expected) {
            throw new TensorException("mapped: shape " + Arrays.toString(shape) + " of " + type + " expected "
                    + expected + " native bytes, found " + elements.byteSize());
        }
        return call("mapped", () -> torch.from_blob(new Address(elements.address()), shape, options(type)));
    }

    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }

    private static TensorOptions options(DType type) {
        return new TensorOptions(type.raw());
    }

    // ---- what it is ----

    public long[] shape() {
        return live("shape").sizes().vec().get();
    }

    /** Size of an axis; negative axes count from the end. */
    public long size(int axis) {
        live("size");
        int rank = rank();
        if (axis < -rank || axis >= rank) {
            throw new TensorException("size: axis " + axis + " of " + describe());
        }
        return raw.size(axis);
    }

    public int rank() {
        return (int) live("rank").dim();
    }

    public long elements() {
        return live("elements").numel();
    }

    public DType dtype() {
        return DType.of(live("dtype").scalar_type());
    }

    public boolean requiresGrad() {
        return live("requiresGrad").requires_grad();
    }

    // ---- reading values ----

    /** The elements as float32, row-major. */
    public float[] toFloats() {
        try (var _ = Scope.open()) {
            return detach().to(DType.F32).contiguous().segment().toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    /** The elements as int64, row-major. */
    public long[] toLongs() {
        try (var _ = Scope.open()) {
            return to(DType.I64).contiguous().segment().toArray(ValueLayout.JAVA_LONG);
        }
    }

    /** The elements as unsigned bytes, row-major; fractions are cut off. */
    public byte[] toBytes() {
        try (var _ = Scope.open()) {
            return to(DType.U8).contiguous().segment().toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** A copy of the stored elements, little-endian, as they stand in memory. */
    public byte[] storedBytes() {
        try (var _ = Scope.open()) {
            return detach().cpu().contiguous().segment().toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** The single element of this tensor. Waits for the device. */
    public double item() {
        if (elements() != 1) {
            throw new TensorException("item: expected one element, found " + describe());
        }
        return raw.item_double();
    }

    @SuppressWarnings("restricted") // the address and size are LibTorch's own
    private MemorySegment segment() {
        if (elements() == 0) {
            return MemorySegment.NULL; // LibTorch gives no address
        }
        return MemorySegment.ofAddress(raw.data_ptr().address()).reinterpret(elements() * dtype().bytes());
    }

    // ---- type and place ----

    /** This tensor in another element type; itself when it already has it. */
    public Tensor to(DType type) {
        return dtype() == type ? this : call("to " + type, () -> raw.to(type.raw()), this);
    }

    /** This tensor on another device; itself when it is already there. */
    public Tensor to(Device device) {
        return call("to " + device, () -> raw.to(device.raw(), raw.scalar_type()), this);
    }

    private Tensor cpu() {
        return raw.is_cpu() ? this : to(Device.CPU);
    }

    public Tensor contiguous() {
        return call("contiguous", raw::contiguous, this);
    }

    /** A copy with memory of its own. */
    public Tensor copy() {
        return call("copy", raw::clone, this);
    }

    // ---- shape ----

    public Tensor reshape(long... shape) {
        return call("reshape to " + Arrays.toString(shape), () -> raw.reshape(shape), this);
    }

    public Tensor permute(long... axes) {
        return call("permute " + Arrays.toString(axes), () -> raw.permute(axes), this);
    }

    public Tensor transpose(int a, int b) {
        return call("transpose " + a + ", " + b, () -> raw.transpose((long) a, (long) b), this);
    }

    public Tensor unsqueeze(int axis) {
        return call("unsqueeze " + axis, () -> raw.unsqueeze(axis), this);
    }

    public Tensor squeeze(int axis) {
        return call("squeeze " + axis, () -> raw.squeeze((long) axis), this);
    }

    /** Broadcasts axes of size 1; -1 keeps an axis. */
    public Tensor expand(long... shape) {
        return call("expand to " + Arrays.toString(shape), () -> raw.expand(shape), this);
    }

    /** {@code length} entries of an axis from {@code start} (a view). */
    public Tensor narrow(int axis, long start, long length) {
        return call(
                "narrow axis " + axis + " from " + start + " length " + length,
                () -> raw.narrow(axis, start, length),
                this);
    }

    /** One entry of an axis, which disappears (a view). */
    public Tensor select(int axis, long index) {
        return call("select axis " + axis + " index " + index, () -> raw.select((long) axis, index), this);
    }

    /** Equal parts along an axis (views); the size must be divisible. */
    public Tensor[] chunk(int parts, int axis) {
        long size = size(axis);
        if (size % parts != 0) {
            throw new TensorException("chunk: axis " + axis + " of " + describe() + " is not divisible by " + parts);
        }
        Tensor[] result = new Tensor[parts];
        for (int i = 0; i < parts; i++) {
            result[i] = narrow(axis, i * (size / parts), size / parts);
        }
        return result;
    }

    public static Tensor cat(int axis, Tensor... parts) {
        return call("cat axis " + axis, () -> torch.cat(vector(parts), axis), parts);
    }

    public static Tensor cat(int axis, List<Tensor> parts) {
        return cat(axis, parts.toArray(Tensor[]::new));
    }

    public static Tensor stack(int axis, Tensor... parts) {
        return call("stack axis " + axis, () -> torch.stack(vector(parts), axis), parts);
    }

    public static Tensor stack(int axis, List<Tensor> parts) {
        return stack(axis, parts.toArray(Tensor[]::new));
    }

    private static TensorVector vector(Tensor... parts) {
        org.bytedeco.pytorch.Tensor[] raws = new org.bytedeco.pytorch.Tensor[parts.length];
        for (int i = 0; i < parts.length; i++) {
            raws[i] = parts[i].raw;
        }
        return new TensorVector(raws);
    }

    /** Rows of an axis chosen by an {@code I64} vector. */
    public Tensor indexSelect(int axis, Tensor index) {
        return call("indexSelect axis " + axis, () -> raw.index_select((long) axis, index.raw), this, index);
    }

    /** Elements along an axis chosen by an {@code I64} tensor of the result's shape. */
    public Tensor gather(int axis, Tensor index) {
        return call("gather axis " + axis, () -> raw.gather((long) axis, index.raw), this, index);
    }

    public Tensor flip(long... axes) {
        return call("flip", () -> raw.flip(axes), this);
    }

    /** Appends constant entries; pairs (before, after) start at the last axis, as in {@code torch.nn.functional.pad}. */
    public Tensor pad(double value, long... pairs) {
        return call("pad " + Arrays.toString(pairs), () -> torch.constant_pad_nd(raw, pairs, new Scalar(value)), this);
    }

    // ---- arithmetic, elementwise with broadcasting ----

    public Tensor add(Tensor other) {
        return call("add", () -> raw.add(other.raw), this, other);
    }

    public Tensor add(double value) {
        return call("add", () -> raw.add(new Scalar(value)), this);
    }

    public Tensor sub(Tensor other) {
        return call("sub", () -> raw.sub(other.raw), this, other);
    }

    public Tensor mul(Tensor other) {
        return call("mul", () -> raw.mul(other.raw), this, other);
    }

    public Tensor mul(double value) {
        return call("mul", () -> raw.mul(new Scalar(value)), this);
    }

    public Tensor div(Tensor other) {
        return call("div", () -> raw.div(other.raw), this, other);
    }

    public Tensor div(double value) {
        return call("div", () -> raw.div(new Scalar(value)), this);
    }

    public Tensor neg() {
        return call("neg", raw::neg, this);
    }

    public Tensor pow(double exponent) {
        return call("pow", () -> raw.pow(new Scalar(exponent)), this);
    }

    public Tensor square() {
        return call("square", raw::square, this);
    }

    public Tensor sqrt() {
        return call("sqrt", raw::sqrt, this);
    }

    public Tensor rsqrt() {
        return call("rsqrt", raw::rsqrt, this);
    }

    public Tensor exp() {
        return call("exp", raw::exp, this);
    }

    public Tensor log() {
        return call("log", raw::log, this);
    }

    public Tensor abs() {
        return call("abs", raw::abs, this);
    }

    public Tensor sin() {
        return call("sin", raw::sin, this);
    }

    public Tensor cos() {
        return call("cos", raw::cos, this);
    }

    public Tensor floor() {
        return call("floor", raw::floor, this);
    }

    public Tensor clamp(double low, double high) {
        return call(
                "clamp",
                () -> raw.clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))),
                this);
    }

    // ---- comparison and choice ----

    public Tensor eq(Tensor other) {
        return call("eq", () -> raw.eq(other.raw), this, other);
    }

    public Tensor eq(double value) {
        return call("eq", () -> raw.eq(new Scalar(value)), this);
    }

    public Tensor gt(double value) {
        return call("gt", () -> raw.gt(new Scalar(value)), this);
    }

    public Tensor le(Tensor other) {
        return call("le", () -> raw.le(other.raw), this, other);
    }

    public Tensor lt(double value) {
        return call("lt", () -> raw.lt(new Scalar(value)), this);
    }

    public Tensor and(Tensor other) {
        return call("and", () -> raw.logical_and(other.raw), this, other);
    }

    public Tensor or(Tensor other) {
        return call("or", () -> raw.logical_or(other.raw), this, other);
    }

    /** This tensor where {@code mask} (BOOL, broadcast) is false, {@code value} where it is true. */
    public Tensor maskedFill(Tensor mask, double value) {
        return call("maskedFill", () -> raw.masked_fill(mask.raw, new Scalar(value)), this, mask);
    }

    /** This tensor where {@code mask} is true, {@code other} where it is false. */
    public Tensor where(Tensor mask, Tensor other) {
        return call("where", () -> torch.where(mask.raw, raw, other.raw), mask, this, other);
    }

    /** True when no element is NaN or infinite. */
    public boolean isFinite() {
        try (var _ = Scope.open()) {
            return call("isFinite", () -> raw.isfinite().all(), this).item() != 0;
        }
    }

    // ---- reductions ----

    public Tensor sum() {
        return call("sum", raw::sum, this);
    }

    public Tensor mean() {
        return call("mean", raw::mean, this);
    }

    public Tensor sum(int axis, boolean keepAxis) {
        return call("sum axis " + axis, () -> raw.sum(new long[] {axis}, keepAxis, new ScalarTypeOptional()), this);
    }

    public Tensor mean(int axis, boolean keepAxis) {
        return call("mean axis " + axis, () -> raw.mean(new long[] {axis}, keepAxis, new ScalarTypeOptional()), this);
    }

    public Tensor max() {
        return call("max", raw::max, this);
    }

    public Tensor argmax(int axis) {
        return call("argmax axis " + axis, () -> raw.argmax(new LongOptional(axis), false), this);
    }

    /** Euclidean norm of all elements, a scalar. */
    public Tensor norm() {
        return call("norm", raw::norm, this);
    }

    // ---- matrices ----

    public Tensor matmul(Tensor other) {
        return call("matmul", () -> raw.matmul(other.raw), this, other);
    }

    /** x W^T + b over the last axis. x (..., in), W (out, in), b (out) or null -> (..., out). */
    public Tensor linear(Tensor weight, Tensor bias) {
        return bias == null
                ? call("linear", () -> torch.linear(raw, weight.raw), this, weight)
                : call("linear", () -> torch.linear(raw, weight.raw, new TensorOptional(bias.raw)), this, weight, bias);
    }

    /** Eigenvalues (n), rising, and eigenvectors in the columns of (n, n), of this symmetric matrix. */
    public Tensor[] eigh() {
        // The pair's members are borrowed from it: copy the handles.
        Tensor values = call(
                "eigh",
                () -> new org.bytedeco.pytorch.Tensor(
                        torch.linalg_eigh(raw, "L").get0()),
                this);
        Tensor vectors = call(
                "eigh",
                () -> new org.bytedeco.pytorch.Tensor(
                        torch.linalg_eigh(raw, "L").get1()),
                this);
        return new Tensor[] {values, vectors};
    }

    // ---- activations and norms ----

    public Tensor silu() {
        return call("silu", () -> torch.silu(raw), this);
    }

    /** GELU by its tanh approximation. */
    public Tensor geluTanh() {
        return call("geluTanh", () -> torch.gelu(raw, "tanh"), this);
    }

    /** GELU with the exact error function. */
    public Tensor geluErf() {
        return call("geluErf", () -> torch.gelu(raw, "none"), this);
    }

    public Tensor softmax(int axis) {
        return call("softmax axis " + axis, () -> raw.softmax((long) axis), this);
    }

    /** LayerNorm over the last axis without affine parameters. */
    public Tensor layerNorm(double eps) {
        return call(
                "layerNorm",
                () -> torch.layer_norm(raw, lastAxis(), new TensorOptional(), new TensorOptional(), eps, true),
                this);
    }

    /** LayerNorm over the last axis, then weight and bias (D). */
    public Tensor layerNorm(Tensor weight, Tensor bias, double eps) {
        return call(
                "layerNorm",
                () -> torch.layer_norm(
                        raw, lastAxis(), new TensorOptional(weight.raw), new TensorOptional(bias.raw), eps, true),
                this,
                weight,
                bias);
    }

    /**
     * {@code weight * round(x * rsqrt(mean(x^2) + eps))}: statistics in float32, the normalised value rounded to x's type
     * before the product, as both reference RMSNorms do with bf16 weights (spec/model.md section 0).
     */
    public Tensor rmsNorm(Tensor weight, double eps) {
        if (dtype() == DType.F32) {
            return call(
                    "rmsNorm",
                    () -> torch.rms_norm(raw, lastAxis(), new TensorOptional(weight.raw), new DoubleOptional(eps)),
                    this,
                    weight);
        }
        Tensor wide = to(DType.F32);
        Tensor normalised =
                wide.mul(wide.square().mean(-1, true).add(eps).rsqrt()).to(dtype());
        return normalised.mul(weight);
    }

    private long[] lastAxis() {
        return new long[] {raw.size(-1)};
    }

    /** GroupNorm of (N, C, H, W) with weight and bias (C). */
    public Tensor groupNorm(int groups, Tensor weight, Tensor bias, double eps) {
        return call(
                "groupNorm " + groups + " groups",
                () -> torch.group_norm(
                        raw, groups, new TensorOptional(weight.raw), new TensorOptional(bias.raw), eps, true),
                this,
                weight,
                bias);
    }

    /** Inverted dropout drawn from LibTorch's global generator; identity when p is 0. */
    public Tensor dropout(double p) {
        return p == 0 ? this : call("dropout", () -> torch.dropout(raw, p, true), this);
    }

    // ---- attention ----

    /**
     * softmax(q k^T * scale + mask) v. q (B, H, L, d), k and v (B, H, S, d) -> (B, H, L, d).
     *
     * @param mask BOOL, broadcast to (B, H, L, S), true where attending is allowed, or null. A row that may attend
     *     nowhere gives zeros.
     * @param causal row i sees keys 0..i only; excludes a mask
     */
    public static Tensor attention(Tensor q, Tensor k, Tensor v, Tensor mask, boolean causal, double scale) {
        return call(
                "attention",
                () -> torch.scaled_dot_product_attention(
                        q.raw,
                        k.raw,
                        v.raw,
                        mask == null ? new TensorOptional() : new TensorOptional(mask.raw),
                        0.0,
                        causal,
                        new DoubleOptional(scale),
                        false),
                q,
                k,
                v,
                mask);
    }

    // ---- pictures ----

    /** 2-D convolution of (N, C, H, W) with weight (O, C, kh, kw), bias (O) or null, zero padding. */
    public Tensor conv2d(Tensor weight, Tensor bias, int stride, int padding) {
        return call(
                "conv2d stride " + stride + " padding " + padding,
                () -> torch.conv2d(
                        raw,
                        weight.raw,
                        bias == null ? new TensorOptional() : new TensorOptional(bias.raw),
                        new long[] {stride, stride},
                        new long[] {padding, padding},
                        new long[] {1, 1},
                        1),
                this,
                weight,
                bias);
    }

    /** Nearest-neighbour enlargement of (N, C, H, W) by 2. */
    public Tensor upsampleNearest2x() {
        long[] target = {2 * size(2), 2 * size(3)};
        return call("upsampleNearest2x", () -> torch.upsample_nearest2d(raw, target), this);
    }

    /** Bilinear resize of (N, C, H, W) without antialias, {@code align_corners=false}, with PyTorch's scale 1/factor. */
    public Tensor bilinear(long height, long width, double factor) {
        return call(
                "bilinear to " + height + "x" + width,
                () -> torch.upsample_bilinear2d(
                        raw, new long[] {height, width}, false, new DoubleOptional(factor), new DoubleOptional(factor)),
                this);
    }

    // ---- tables and losses ----

    /** Rows of this (V, D) table for {@code I64} ids of any shape -> (..., D). */
    public Tensor embedding(Tensor ids) {
        return call("embedding", () -> torch.embedding(raw, ids.raw), this, ids);
    }

    /** Mean cross entropy of logits (N, V) against {@code I64} classes (N); entries equal to -100 are ignored. */
    public Tensor crossEntropy(Tensor classes) {
        return call(
                "crossEntropy",
                () -> torch.cross_entropy_loss(raw, classes.raw, new TensorOptional(), 1, -100, 0.0),
                this,
                classes);
    }

    /** Mean squared difference, a scalar. */
    public Tensor mse(Tensor target) {
        return call("mse", () -> torch.mse_loss(raw, target.raw), this, target);
    }

    // ---- gradients ----

    /** Marks this leaf as one whose gradient {@link #backward()} accumulates. Returns this. */
    public Tensor requireGrad(boolean required) {
        live("requireGrad").set_requires_grad(required);
        return this;
    }

    /** Adds the gradient of this scalar to every leaf it was computed from. */
    public void backward() {
        live("backward");
        try (var _ = Scope.open()) {
            raw.backward();
        } catch (RuntimeException e) {
            throw failure("backward", e, this);
        }
    }

    /** Gradients of this scalar are kept for a later {@link #backward()} over the same graph when {@code keepGraph}. */
    public void backward(boolean keepGraph) {
        live("backward");
        try (var _ = Scope.open()) {
            raw.backward(
                    new org.bytedeco.pytorch.Tensor(),
                    new BoolOptional(keepGraph),
                    false,
                    new org.bytedeco.pytorch.TensorArrayRefOptional());
        } catch (RuntimeException e) {
            throw failure("backward", e, this);
        }
    }

    /** Adds to every leaf the gradient that arrives when {@code gradient}, of this shape, arrives here. */
    void backward(Tensor gradient) {
        live("backward");
        try (var _ = Scope.open()) {
            raw.backward(
                    gradient.live("backward"),
                    new BoolOptional(),
                    false,
                    new org.bytedeco.pytorch.TensorArrayRefOptional());
        } catch (RuntimeException e) {
            throw failure("backward", e, this, gradient);
        }
    }

    /** The accumulated gradient (shares memory with it), or null when there is none. */
    public Tensor grad() {
        live("grad");
        org.bytedeco.pytorch.Tensor gradient = raw.grad();
        return gradient.defined() ? call("grad", () -> new org.bytedeco.pytorch.Tensor(gradient)) : null;
    }

    /** Forgets the accumulated gradient. */
    public void clearGrad() {
        live("clearGrad");
        try (var _ = Scope.open()) {
            raw.mutable_grad().put(new org.bytedeco.pytorch.Tensor());
        }
    }

    /** The same values outside of the recorded graph. */
    public Tensor detach() {
        return call("detach", raw::detach, this);
    }

    // ---- in place ----

    public Tensor addInPlace(Tensor other, double factor) {
        return inPlace("addInPlace", () -> raw.add_(other.raw, new Scalar(factor)), other);
    }

    public Tensor mulInPlace(double value) {
        return inPlace("mulInPlace", () -> raw.mul_(new Scalar(value)), null);
    }

    /** this += factor * a * b */
    public Tensor addcmulInPlace(Tensor a, Tensor b, double factor) {
        return inPlace("addcmulInPlace", () -> raw.addcmul_(a.raw, b.raw, new Scalar(factor)), a);
    }

    /** this += factor * a / b */
    public Tensor addcdivInPlace(Tensor a, Tensor b, double factor) {
        return inPlace("addcdivInPlace", () -> raw.addcdiv_(a.raw, b.raw, new Scalar(factor)), a);
    }

    /** this += weight * (end - this) */
    public Tensor lerpInPlace(Tensor end, double weight) {
        return inPlace("lerpInPlace", () -> raw.lerp_(end.raw, new Scalar(weight)), end);
    }

    /** Overwrites the elements with those of {@code source}, converted to this type, broadcast to this shape. */
    public Tensor copyFrom(Tensor source) {
        return inPlace("copyFrom", () -> raw.copy_(source.raw), source);
    }

    /** Sets every element. */
    public Tensor fill(double value) {
        return inPlace("fill", () -> raw.fill_(new Scalar(value)), null);
    }

    private Tensor inPlace(String operation, Runnable body, Tensor operand) {
        live(operation);
        if (operand != null) {
            operand.live(operation);
        }
        try (var _ = Scope.open()) {
            body.run();
            return this;
        } catch (RuntimeException e) {
            throw failure(operation, e, operand == null ? new Tensor[] {this} : new Tensor[] {this, operand});
        }
    }
}
