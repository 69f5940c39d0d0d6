// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Operation.call;
import static io.github.deepgen4j.tensor.Operation.change;
import static io.github.deepgen4j.tensor.Operation.use;
import static io.github.deepgen4j.tensor.Operation.vector;
import static io.github.deepgen4j.tensor.Operation.view;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * An n-dimensional array, row-major, with PyTorch's names and broadcasting rules.
 *
 * <p><b>Lifetime.</b> A tensor belongs to the {@link Scope} that was innermost when it was made and is released with
 * it. An {@linkplain #own() owned} tensor belongs to whoever holds it and lives until {@link #close()}. Using a closed
 * tensor throws; it never crashes. A result may share memory with its operand (a view, said where it is so); that
 * memory lives as long as any of the two.
 *
 * <p><b>Threads.</b> A tensor of a scope may be used by the thread of that scope only; any other is refused. To hand it
 * over, {@linkplain #own() own} it. Any number of threads may read an owned tensor at once, and any may close it: the
 * memory goes when the last thread inside has left. What changes an owned tensor (methods whose name ends in
 * {@code InPlace}, {@link #copyFrom}, {@link #requireGrad}, {@link #clearGrad}, {@link #setGrad}) is refused while
 * another thread is inside, and the other way round. Not guarded: elements that one thread changes through a view while
 * another reads them are unspecified.
 *
 * <p>Methods whose name ends in {@code InPlace} and {@link #copyFrom} change this tensor and return it; all
 * others return a new tensor in the innermost scope. Negative axes count from the end.
 *
 * <p>Every method throws {@link TensorException} naming the operation and the shapes when the operands do not fit.
 */
public final class Tensor implements AutoCloseable {
    private final Handle handle;

    Tensor(org.bytedeco.pytorch.Tensor raw, Scope scope) {
        this.handle = new Handle(raw, scope);
    }

    Handle handle() {
        return handle;
    }

    /** The native tensor, inside an {@link Operation} that has entered this one. */
    org.bytedeco.pytorch.Tensor raw() {
        return handle.raw();
    }

    /** The native tensor of a usable one, for calls that are no {@link Operation}. */
    org.bytedeco.pytorch.Tensor raw(String operation) {
        handle.checkUsable(operation);
        return handle.raw();
    }

    /** Type and shape, for example {@code F32(2, 3)}. Never throws. */
    @Override
    public String toString() {
        try {
            return use("toString", handle::describe, this);
        } catch (TensorException e) {
            return isClosed() ? "Tensor(closed)" : "Tensor(of another thread)";
        }
    }

    // ---- lifetime ----

    /** Takes this tensor out of its scope: the caller closes it. Any thread may then use it. Returns this. */
    public Tensor own() {
        handle.own();
        return this;
    }

    /** Releases the native memory now, or when the last thread inside leaves. Closing twice is allowed. */
    @Override
    public void close() {
        handle.close();
    }

    /** True once this tensor or its scope was closed. Any thread may ask. */
    public boolean isClosed() {
        return handle.isClosed();
    }

    // ---- creation ----

    /** A tensor of zeros. */
    public static Tensor zeros(DType type, long... shape) {
        return call("zeros", () -> torch.zeros(shape, options(type)));
    }

    /** A tensor of ones. */
    public static Tensor ones(DType type, long... shape) {
        return full(1, type, shape);
    }

    /** A tensor whose elements are all {@code value}. */
    public static Tensor full(double value, DType type, long... shape) {
        return call("full", () -> torch.full(shape, new Scalar(value), options(type)));
    }

    /** 0, 1, ..., n-1 as {@code I64}. */
    public static Tensor arange(long n) {
        return call("arange", () -> torch.arange(new Scalar(n), options(DType.I64)));
    }

    /** A float32 tensor holding a copy of the values. */
    public static Tensor of(float[] values, long... shape) {
        return HostCopy.of(MemorySegment.ofArray(values), DType.F32, shape);
    }

    /** A float64 tensor holding a copy of the values. */
    public static Tensor of(double[] values, long... shape) {
        return HostCopy.of(MemorySegment.ofArray(values), DType.F64, shape);
    }

    /** An int64 tensor holding a copy of the values. */
    public static Tensor of(long[] values, long... shape) {
        return HostCopy.of(MemorySegment.ofArray(values), DType.I64, shape);
    }

    /** A uint8 tensor holding a copy of the values. */
    public static Tensor of(byte[] values, long... shape) {
        return HostCopy.of(MemorySegment.ofArray(values), DType.U8, shape);
    }

    /** A bool tensor holding a copy of the values. */
    public static Tensor of(boolean[] values, long... shape) {
        return HostCopy.of(values, shape);
    }

    /** A tensor holding a copy of row-major little-endian elements. */
    public static Tensor copyOf(MemorySegment elements, DType type, long... shape) {
        return HostCopy.of(elements, type, shape);
    }

    /**
     * A read-only view of native memory that the caller keeps alive (a mapped file), row-major, little-endian: no copy
     * is made, so it lies in main memory whatever the default device. Once the segment's arena is closed this tensor
     * and its views refuse to be used, as they refuse to be changed. What cannot be seen from here, and must not be, is
     * a running operation or a recorded graph that still reads the memory when the arena closes.
     */
    public static Tensor mapped(MemorySegment elements, DType type, long... shape) {
        return HostCopy.mapped(elements, type, shape);
    }

    private static TensorOptions options(DType type) {
        return new TensorOptions(type.raw())
                .device(new DeviceOptional(Device.getDefault().raw()));
    }

    // ---- what it is ----

    /** Sizes of the axes; empty for a scalar. The array is the caller's. */
    public long[] shape() {
        return use("shape", handle::sizes, this);
    }

    /** Size of an axis. */
    public long size(int axis) {
        return use("size of axis " + axis, () -> raw().size(axis), this);
    }

    /** Number of axes, 0 for a scalar. */
    public int rank() {
        return use("rank", () -> (int) raw().dim(), this);
    }

    /** Number of elements, 1 for a scalar. */
    public long elements() {
        return use("elements", raw()::numel, this);
    }

    /** The element type. */
    public DType dtype() {
        return use("dtype", () -> DType.of(raw().scalar_type()), this);
    }

    /** The device that the elements lie on. */
    public Device device() {
        return use("device", () -> raw().is_cpu() ? Device.CPU : Device.CUDA, this);
    }

    boolean onCpu() {
        return device() == Device.CPU;
    }

    /** True when operations on this tensor are recorded: a marked leaf, or computed from one. */
    public boolean requiresGrad() {
        return use("requiresGrad", raw()::requires_grad, this);
    }

    // ---- reading values: all wait for the device ----

    /** The elements as float32, row-major. */
    public float[] toFloats() {
        return HostCopy.floats(this);
    }

    /** The elements as int64, row-major; fractions are cut off. */
    public long[] toLongs() {
        return HostCopy.longs(this);
    }

    /** The elements as unsigned bytes, row-major; fractions are cut off. */
    public byte[] toBytes() {
        return HostCopy.bytes(this, DType.U8);
    }

    /** A copy of the stored elements, row-major, little-endian, as they stand in memory. */
    public byte[] storedBytes() {
        return HostCopy.bytes(this, dtype());
    }

    /** The single element of this tensor. */
    public double item() {
        return use("item", raw()::item_double, this);
    }

    // ---- type and place ----

    /** This tensor in another element type; itself when it already has it. Floats become integers by cutting off. */
    public Tensor to(DType type) {
        return dtype() == type ? this : call("to " + type, () -> raw().to(type.raw()), this);
    }

    /** This tensor on another device; a view when it is already there. */
    public Tensor to(Device device) {
        return view("to " + device, () -> raw().to(device.raw(), raw().scalar_type()), this);
    }

    /** This tensor where new ones are made; itself when it is already there. */
    public Tensor toDefaultDevice() {
        Device device = Device.getDefault();
        return device() == device ? this : to(device);
    }

    /** These elements, row-major in memory; a view when they already are. */
    public Tensor contiguous() {
        return view("contiguous", raw()::contiguous, this);
    }

    /** A copy with memory of its own. Recorded: gradients flow back to this tensor. */
    public Tensor copy() {
        return call("copy", raw()::clone, this);
    }

    // ---- shape ----

    /** These elements in another shape, one size of which may be -1; a view where memory allows. */
    public Tensor reshape(long... shape) {
        return view("reshape to " + Arrays.toString(shape), () -> raw().reshape(shape), this);
    }

    /** Axis {@code axes[i]} becomes axis i (a view). */
    public Tensor permute(long... axes) {
        return view("permute " + Arrays.toString(axes), () -> raw().permute(axes), this);
    }

    /** Exchanges two axes (a view). */
    public Tensor transpose(int a, int b) {
        return view("transpose " + a + ", " + b, () -> raw().transpose((long) a, (long) b), this);
    }

    /** Inserts an axis of size 1 so that it becomes axis {@code axis} (a view). */
    public Tensor unsqueeze(int axis) {
        return view("unsqueeze " + axis, () -> raw().unsqueeze(axis), this);
    }

    /** Removes an axis if its size is 1, else changes nothing (a view). */
    public Tensor squeeze(int axis) {
        return view("squeeze " + axis, () -> raw().squeeze((long) axis), this);
    }

    /** Broadcasts axes of size 1; -1 keeps an axis; new axes may be added in front (a view). */
    public Tensor expand(long... shape) {
        return view("expand to " + Arrays.toString(shape), () -> raw().expand(shape), this);
    }

    /** {@code length} entries of an axis from {@code start} (a view). */
    public Tensor narrow(int axis, long start, long length) {
        return view(
                "narrow axis " + axis + " from " + start + " length " + length,
                () -> raw().narrow(axis, start, length),
                this);
    }

    /** One entry of an axis, which disappears (a view). */
    public Tensor select(int axis, long index) {
        return view("select axis " + axis + " index " + index, () -> raw().select((long) axis, index), this);
    }

    /** Equal parts along an axis (views); the size must be divisible. */
    public Tensor[] chunk(int parts, int axis) {
        long size = size(axis);
        if (parts < 1 || size % parts != 0) {
            throw new TensorException("chunk: axis " + axis + " of " + this + " is not divisible by " + parts);
        }
        Scope scope = Scope.innermost("chunk");
        return use(
                "chunk",
                () -> {
                    TensorVector pieces =
                            raw().chunk(parts, axis); // one cat backward, where narrow fills a whole tensor
                    Tensor[] result = new Tensor[parts];
                    for (int i = 0; i < parts; i++) {
                        result[i] = new Tensor(new org.bytedeco.pytorch.Tensor(pieces.get(i)), scope);
                        result[i].handle.mapLike(handle);
                    }
                    return result;
                },
                this);
    }

    /** Joins the parts along an axis; all other sizes must agree. */
    public static Tensor cat(int axis, Tensor... parts) {
        return call("cat axis " + axis, () -> torch.cat(vector(parts), axis), parts);
    }

    /** Joins the parts along an axis; all other sizes must agree. */
    public static Tensor cat(int axis, List<Tensor> parts) {
        return cat(axis, parts.toArray(Tensor[]::new));
    }

    /** Joins parts of the same shape along a new axis {@code axis}. */
    public static Tensor stack(int axis, Tensor... parts) {
        return call("stack axis " + axis, () -> torch.stack(vector(parts), axis), parts);
    }

    /** Joins parts of the same shape along a new axis {@code axis}. */
    public static Tensor stack(int axis, List<Tensor> parts) {
        return stack(axis, parts.toArray(Tensor[]::new));
    }

    /** Entries of an axis chosen, in this order, by an {@code I64} vector of indices 0..size-1. */
    public Tensor indexSelect(int axis, Tensor index) {
        return call("indexSelect axis " + axis, () -> raw().index_select((long) axis, index.raw()), this, index);
    }

    /** Reverses the order along the axes (a copy). */
    public Tensor flip(long... axes) {
        return call("flip " + Arrays.toString(axes), () -> raw().flip(axes), this);
    }

    // ---- arithmetic, elementwise with broadcasting ----

    /** this + other */
    public Tensor add(Tensor other) {
        return call("add", () -> raw().add(other.raw()), this, other);
    }

    /** this + value */
    public Tensor add(double value) {
        return call("add", () -> raw().add(new Scalar(value)), this);
    }

    /** this - other */
    public Tensor sub(Tensor other) {
        return call("sub", () -> raw().sub(other.raw()), this, other);
    }

    /** this * other */
    public Tensor mul(Tensor other) {
        return call("mul", () -> raw().mul(other.raw()), this, other);
    }

    /** this * value */
    public Tensor mul(double value) {
        return call("mul", () -> raw().mul(new Scalar(value)), this);
    }

    /** this / other; integers give float32. */
    public Tensor div(Tensor other) {
        return call("div", () -> raw().div(other.raw()), this, other);
    }

    /** this / value; integers give float32. */
    public Tensor div(double value) {
        return call("div", () -> raw().div(new Scalar(value)), this);
    }

    /** -this */
    public Tensor neg() {
        return call("neg", raw()::neg, this);
    }

    /** this to the power of {@code exponent}; NaN for a fractional power of a negative number. */
    public Tensor pow(double exponent) {
        return call("pow", () -> raw().pow(new Scalar(exponent)), this);
    }

    /** this * this */
    public Tensor square() {
        return call("square", raw()::square, this);
    }

    /** Square root; NaN below 0. */
    public Tensor sqrt() {
        return call("sqrt", raw()::sqrt, this);
    }

    /** 1 / square root; infinite at 0, NaN below. */
    public Tensor rsqrt() {
        return call("rsqrt", raw()::rsqrt, this);
    }

    /** e to the power of this. */
    public Tensor exp() {
        return call("exp", raw()::exp, this);
    }

    /** Absolute value. */
    public Tensor abs() {
        return call("abs", raw()::abs, this);
    }

    /** Sine of radians. */
    public Tensor sin() {
        return call("sin", raw()::sin, this);
    }

    /** Cosine of radians. */
    public Tensor cos() {
        return call("cos", raw()::cos, this);
    }

    /** {@code min(max(this, low), high)}; NaN stays NaN. */
    public Tensor clamp(double low, double high) {
        return call(
                "clamp",
                () -> raw().clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))),
                this);
    }

    // ---- comparison and choice ----

    /** BOOL: {@code this == other}, with broadcasting. */
    public Tensor eq(Tensor other) {
        return call("eq", () -> raw().eq(other.raw()), this, other);
    }

    /** BOOL: {@code this == value}. */
    public Tensor eq(double value) {
        return call("eq", () -> raw().eq(new Scalar(value)), this);
    }

    /** BOOL: {@code this > value}. */
    public Tensor gt(double value) {
        return call("gt", () -> raw().gt(new Scalar(value)), this);
    }

    /** BOOL: {@code this <= other}, with broadcasting. */
    public Tensor le(Tensor other) {
        return call("le", () -> raw().le(other.raw()), this, other);
    }

    /** BOOL: {@code this < value}. */
    public Tensor lt(double value) {
        return call("lt", () -> raw().lt(new Scalar(value)), this);
    }

    /** BOOL: both are true (not 0), with broadcasting. */
    public Tensor and(Tensor other) {
        return call("and", () -> raw().logical_and(other.raw()), this, other);
    }

    /** BOOL: one or both are true (not 0), with broadcasting. */
    public Tensor or(Tensor other) {
        return call("or", () -> raw().logical_or(other.raw()), this, other);
    }

    /** This tensor where {@code mask} (BOOL, broadcast) is false, {@code value} where it is true. */
    public Tensor maskedFill(Tensor mask, double value) {
        return call("maskedFill", () -> raw().masked_fill(mask.raw(), new Scalar(value)), this, mask);
    }

    /** True when no element is NaN or infinite. Waits for the device. */
    public boolean isFinite() {
        try (var _ = Scope.open()) {
            return call("isFinite", () -> raw().isfinite().all(), this).item() != 0;
        }
    }

    // ---- reductions ----

    /** Sum of all elements, a scalar; of integers and BOOL in {@code I64}. */
    public Tensor sum() {
        return call("sum", raw()::sum, this);
    }

    /** Mean of all elements, a scalar; floats only. */
    public Tensor mean() {
        return call("mean", raw()::mean, this);
    }

    /** Sums along an axis, which stays with size 1 or disappears. */
    public Tensor sum(int axis, boolean keepAxis) {
        return call("sum axis " + axis, () -> raw().sum(new long[] {axis}, keepAxis, new ScalarTypeOptional()), this);
    }

    /** Means along an axis, which stays with size 1 or disappears; floats only. */
    public Tensor mean(int axis, boolean keepAxis) {
        return call("mean axis " + axis, () -> raw().mean(new long[] {axis}, keepAxis, new ScalarTypeOptional()), this);
    }

    /** The largest element, a scalar; NaN when there is one. */
    public Tensor max() {
        return call("max", raw()::max, this);
    }

    /** Index of the largest element along an axis, which disappears ({@code I64}). */
    public Tensor argmax(int axis) {
        return call("argmax axis " + axis, () -> raw().argmax(new LongOptional(axis), false), this);
    }

    /** Euclidean norm of all elements, a scalar. */
    public Tensor norm() {
        return call("norm", raw()::norm, this);
    }

    // ---- matrices ----

    /** Matrix product over the last two axes. (..., n, k) x (..., k, m) -> (..., n, m), leading axes broadcast. */
    public Tensor matmul(Tensor other) {
        return call("matmul", () -> raw().matmul(other.raw()), this, other);
    }

    /**
     * Eigenvalues (n), rising, and eigenvectors in the columns of (n, n), of this symmetric matrix. The lower triangle
     * is read; the sign of an eigenvector is not defined.
     */
    public Tensor[] eigh() {
        Scope scope = Scope.innermost("eigh");
        return use(
                "eigh",
                () -> {
                    var pair = torch.linalg_eigh(raw(), "L");
                    // The pair's members are borrowed from it: copy the handles.
                    return new Tensor[] {
                        new Tensor(new org.bytedeco.pytorch.Tensor(pair.get0()), scope),
                        new Tensor(new org.bytedeco.pytorch.Tensor(pair.get1()), scope)
                    };
                },
                this);
    }

    // ---- gradients ----

    /** Marks this leaf (floats only) as one whose gradient {@link #backward()} accumulates, or not. Returns this. */
    public Tensor requireGrad(boolean required) {
        if (requiresGrad() != required) {
            Gradients.require(this, required);
        }
        return this;
    }

    /**
     * Adds the gradient of this scalar to every leaf it was computed from, and forgets the recorded graph. Threads may
     * run passes that reach the same leaves at once; their gradients add up.
     */
    public void backward() {
        Gradients.backward(this);
    }

    /** The accumulated gradient of this leaf (shares memory with it), or null when there is none. */
    public Tensor grad() {
        return Gradients.of(this);
    }

    /** Forgets the accumulated gradient. */
    public void clearGrad() {
        Gradients.clear(this);
    }

    /** Takes a gradient's place, or gives this leaf one: same type and shape; the memory is shared from then on. */
    public void setGrad(Tensor gradient) {
        Gradients.set(this, gradient);
    }

    /** These values outside of the recorded graph (a view). */
    public Tensor detach() {
        return view("detach", raw()::detach, this);
    }

    // ---- in place ----

    /** this *= value */
    public Tensor mulInPlace(double value) {
        return change("mulInPlace", this, () -> raw().mul_(new Scalar(value)));
    }

    /** this += factor * a * b */
    public Tensor addcmulInPlace(Tensor a, Tensor b, double factor) {
        return change("addcmulInPlace", this, () -> raw().addcmul_(a.raw(), b.raw(), new Scalar(factor)), a, b);
    }

    /** this += factor * a / b */
    public Tensor addcdivInPlace(Tensor a, Tensor b, double factor) {
        return change("addcdivInPlace", this, () -> raw().addcdiv_(a.raw(), b.raw(), new Scalar(factor)), a, b);
    }

    /** this += weight * (end - this) */
    public Tensor lerpInPlace(Tensor end, double weight) {
        return change("lerpInPlace", this, () -> raw().lerp_(end.raw(), new Scalar(weight)), end);
    }

    /** Overwrites the elements with those of {@code source}, converted to this type, broadcast to this shape. */
    public Tensor copyFrom(Tensor source) {
        return change("copyFrom", this, () -> raw().copy_(source.raw()), source);
    }
}
