// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DeviceOptional;
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
 * <p><b>Lifetime.</b> A tensor belongs to the {@link Scope} that was innermost when it was made and is released with
 * it. An {@linkplain #own() owned} tensor belongs to whoever holds it and lives until {@link #close()}. Using a closed
 * tensor throws; it never crashes. A result may share memory with its operand (a view, said where it is so); that
 * memory lives as long as any of the two.
 *
 * <p><b>Threads.</b> A tensor of a scope may be used by the thread of that scope only; any other is refused. To hand it
 * over, {@linkplain #own() own} it. Any number of threads may read an owned tensor at once, and any may close it: the
 * memory goes when the last thread inside has left. What changes an owned tensor (methods whose name ends in
 * {@code InPlace}, {@link #copyFrom}, {@link #fill}, {@link #requireGrad}, {@link #clearGrad}) is refused while another
 * thread is inside, and the other way round. Not guarded: elements that one thread changes through a view while another
 * reads them are unspecified.
 *
 * <p>Methods whose name ends in {@code InPlace}, {@link #copyFrom} and {@link #fill} change this tensor and return it;
 * all others return a new tensor in the innermost scope. Negative axes count from the end.
 *
 * <p>Every method throws {@link TensorException} naming the operation and the shapes when the operands do not fit.
 */
public final class Tensor implements AutoCloseable {
    /**
     * Backward passes write gradients that other threads may read or forget; passes themselves may run side by side.
     */
    private static final ReadWriteLock GRADIENTS = new ReentrantReadWriteLock();

    private final org.bytedeco.pytorch.Tensor raw;
    private Scope scope; // meaningless once owned
    private volatile Sharing sharing; // null while a scope owns this tensor
    private boolean closed; // once owned, sharing knows
    private MemorySegment mapped; // the caller's read-only memory that a mapped tensor and its views lie in, else null

    private Tensor(org.bytedeco.pytorch.Tensor raw, Scope scope) {
        this.raw = raw;
        this.scope = scope;
        scope.adopt(this);
    }

    // ---- lifetime ----

    /** Takes this tensor out of its scope: the caller closes it. Any thread may then use it. Returns this. */
    public Tensor own() {
        checkUsable("own");
        if (sharing == null) {
            scope.disown(this);
            sharing = new Sharing();
        }
        return this;
    }

    /** Releases the native memory now, or when the last thread inside leaves. Closing twice is allowed. */
    @Override
    public void close() {
        if (sharing != null) {
            if (sharing.close()) {
                release();
            }
        } else if (!closed) {
            checkUsable("close");
            scope.disown(this);
            closed = true;
            release();
        }
    }

    private void release() {
        Scope.releasedOne();
        raw.releaseReference();
    }

    /** True once this tensor or its scope was closed. Any thread may ask. */
    public boolean isClosed() {
        return sharing == null ? closed : sharing.isClosed();
    }

    /** The scope that releases this tensor, null when it is owned. */
    Scope scope() {
        return sharing == null ? scope : null;
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

    /** The native tensor of a usable one, for calls that {@link #call} does not fit. */
    org.bytedeco.pytorch.Tensor handle(String operation) {
        checkUsable(operation);
        return raw;
    }

    // ---- entering and leaving: every native call on a tensor stands between the two ----

    void checkUsable(String operation) {
        enter(operation);
        leave();
    }

    private void enter(String operation) {
        if (sharing != null) {
            sharing.enterReading(operation);
        } else {
            checkScope(operation);
        }
        if (mapped != null && !mapped.scope().isAlive()) {
            leave();
            throw new TensorException(operation + ": the file that the tensor was mapped from is closed");
        }
    }

    private void leave() {
        if (sharing != null && sharing.leaveReading()) {
            release();
        }
    }

    private void enterChange(String operation) {
        if (mapped != null) {
            throw new TensorException(operation + ": the tensor lies in mapped, read-only memory; copy() it first");
        }
        if (sharing != null) {
            sharing.enterChange(operation);
        } else {
            checkScope(operation);
        }
    }

    private void leaveChange() {
        if (sharing != null && sharing.leaveChange()) {
            release();
        }
    }

    private void checkScope(String operation) {
        if (!scope.isCurrentThread()) {
            throw new TensorException(operation + ": the tensor belongs to a Scope of thread " + scope.threadName()
                    + ", used on " + Thread.currentThread().getName() + "; own() it to hand it over");
        }
        if (closed) {
            throw new TensorException(operation + ": the tensor is closed (its Scope has ended)");
        }
    }

    private static void enterAll(String operation, Tensor... operands) {
        for (int i = 0; i < operands.length; i++) {
            try {
                if (operands[i] != null) {
                    operands[i].enter(operation);
                }
            } catch (TensorException e) {
                leaveAll(Arrays.copyOf(operands, i));
                throw e;
            }
        }
    }

    private static void leaveAll(Tensor... operands) {
        for (Tensor operand : operands) {
            if (operand != null) {
                operand.leave();
            }
        }
    }

    /** Runs one native call, adopts its result into the innermost scope and turns failures into ours. */
    static Tensor call(String operation, Supplier<org.bytedeco.pytorch.Tensor> body, Tensor... operands) {
        Scope scope = Scope.innermost(operation);
        return use(operation, () -> new Tensor(body.get(), scope), operands);
    }

    /** The same for results that may share this tensor's memory. */
    private Tensor view(String operation, Supplier<org.bytedeco.pytorch.Tensor> body) {
        Tensor result = call(operation, body, this);
        if (mapped != null && result.raw.is_alias_of(raw)) {
            result.mapped = mapped;
        }
        return result;
    }

    /** Runs native calls that only read the operands and turns failures into ours. */
    static <T> T use(String operation, Supplier<T> body, Tensor... operands) {
        enterAll(operation, operands);
        try {
            return body.get();
        } catch (TensorException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure(operation, e, operands);
        } finally {
            leaveAll(operands);
        }
    }

    private Tensor inPlace(String operation, Runnable body, Tensor... operands) {
        Tensor[] others = Arrays.stream(operands).filter(other -> other != this).toArray(Tensor[]::new);
        enterChange(operation);
        try (var _ = Scope.open()) {
            enterAll(operation, others);
            try {
                body.run();
                return this;
            } catch (RuntimeException e) {
                throw failure(
                        operation,
                        e,
                        Stream.concat(Stream.of(this), Arrays.stream(operands)).toArray(Tensor[]::new));
            } finally {
                leaveAll(others);
            }
        } finally {
            leaveChange();
        }
    }

    /** The operands must be entered, or be this thread's own. */
    private static TensorException failure(String operation, RuntimeException cause, Tensor... operands) {
        StringJoiner shapes = new StringJoiner(" x ", " ", "").setEmptyValue("");
        for (Tensor operand : operands) {
            if (operand != null) {
                shapes.add(operand.describe());
            }
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new TensorException(
                operation + shapes + ": " + message.lines().findFirst().orElse(""), cause);
    }

    /** For example {@code F32(2, 3)}. */
    private String describe() {
        StringJoiner sizes = new StringJoiner(", ", DType.of(raw.scalar_type()) + "(", ")");
        for (long size : sizes()) {
            sizes.add(Long.toString(size));
        }
        return sizes.toString();
    }

    private long[] sizes() {
        long[] sizes = new long[(int) raw.dim()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = raw.size(i);
        }
        return sizes;
    }

    /** Type and shape, for example {@code F32(2, 3)}. Never throws. */
    @Override
    public String toString() {
        try {
            return use("toString", this::describe, this);
        } catch (TensorException e) {
            return isClosed() ? "Tensor(closed)" : "Tensor(of another thread)";
        }
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
        long expected = bytes("copyOf", type, shape);
        if (elements.byteSize() != expected) {
            throw new TensorException("copyOf: shape " + Arrays.toString(shape) + " of " + type + " expected "
                    + expected + " bytes, found " + elements.byteSize());
        }
        Tensor tensor = call("copyOf", () -> torch.empty(shape, new TensorOptions(type.raw()), null));
        if (expected > 0) {
            tensor.segment().copyFrom(elements);
        }
        return tensor.toDefaultDevice();
    }

    /**
     * A read-only view of native memory that the caller keeps alive (a mapped file), row-major, little-endian: no copy
     * is made, so it lies in main memory whatever the default device. Once the segment's arena is closed this tensor
     * and its views refuse to be used, as they refuse to be changed. What cannot be seen from here, and must not be, is
     * a running operation or a recorded graph that still reads the memory when the arena closes.
     */
    public static Tensor mapped(MemorySegment elements, DType type, long... shape) {
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
        tensor.mapped = elements;
        return tensor;
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

    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }

    private static TensorOptions options(DType type) {
        return new TensorOptions(type.raw())
                .device(new DeviceOptional(Device.getDefault().raw()));
    }

    // ---- what it is ----

    /** Sizes of the axes; empty for a scalar. The array is the caller's. */
    public long[] shape() {
        return use("shape", this::sizes, this);
    }

    /** Size of an axis. */
    public long size(int axis) {
        return use("size of axis " + axis, () -> raw.size(axis), this);
    }

    /** Number of axes, 0 for a scalar. */
    public int rank() {
        return use("rank", () -> (int) raw.dim(), this);
    }

    /** Number of elements, 1 for a scalar. */
    public long elements() {
        return use("elements", raw::numel, this);
    }

    /** The element type. */
    public DType dtype() {
        return use("dtype", () -> DType.of(raw.scalar_type()), this);
    }

    /** Where the elements lie. */
    public Device device() {
        return use("device", () -> raw.is_cpu() ? Device.CPU : Device.CUDA, this);
    }

    boolean onCpu() {
        return device() == Device.CPU;
    }

    /** True when operations on this tensor are recorded: a marked leaf, or computed from one. */
    public boolean requiresGrad() {
        return use("requiresGrad", raw::requires_grad, this);
    }

    // ---- reading values: all wait for the device ----

    /** The elements as float32, row-major. */
    public float[] toFloats() {
        try (var _ = Scope.open()) {
            return onHost(DType.F32).segment().toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    /** The elements as int64, row-major; fractions are cut off. */
    public long[] toLongs() {
        try (var _ = Scope.open()) {
            return onHost(DType.I64).segment().toArray(ValueLayout.JAVA_LONG);
        }
    }

    /** The elements as unsigned bytes, row-major; fractions are cut off. */
    public byte[] toBytes() {
        try (var _ = Scope.open()) {
            return onHost(DType.U8).segment().toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** A copy of the stored elements, row-major, little-endian, as they stand in memory. */
    public byte[] storedBytes() {
        try (var _ = Scope.open()) {
            return onHost(dtype()).segment().toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** The single element of this tensor. */
    public double item() {
        return use("item", raw::item_double, this);
    }

    /** A handle of this thread on row-major elements in main memory. */
    private Tensor onHost(DType type) {
        return detach().to(Device.CPU).to(type).contiguous();
    }

    /** Only of a tensor of this thread that lies row-major in main memory. */
    @SuppressWarnings("restricted") // the address and size are LibTorch's own
    private MemorySegment segment() {
        long elements = raw.numel();
        if (elements == 0) {
            return MemorySegment.NULL; // LibTorch gives no address
        }
        return MemorySegment.ofAddress(raw.data_ptr().address())
                .reinterpret(elements * DType.of(raw.scalar_type()).bytes());
    }

    // ---- type and place ----

    /** This tensor in another element type; itself when it already has it. Floats become integers by cutting off. */
    public Tensor to(DType type) {
        return dtype() == type ? this : call("to " + type, () -> raw.to(type.raw()), this);
    }

    /** This tensor on another device; a view when it is already there. */
    public Tensor to(Device device) {
        return view("to " + device, () -> raw.to(device.raw(), raw.scalar_type()));
    }

    /** This tensor where new ones are made; itself when it is already there. */
    public Tensor toDefaultDevice() {
        Device device = Device.getDefault();
        return device() == device ? this : to(device);
    }

    /** The same elements, row-major in memory; a view when they already are. */
    public Tensor contiguous() {
        return view("contiguous", raw::contiguous);
    }

    /** A copy with memory of its own. Recorded: gradients flow back to this tensor. */
    public Tensor copy() {
        return call("copy", raw::clone, this);
    }

    // ---- shape ----

    /** The same elements in another shape, one size of which may be -1; a view where memory allows. */
    public Tensor reshape(long... shape) {
        return view("reshape to " + Arrays.toString(shape), () -> raw.reshape(shape));
    }

    /** Axis {@code axes[i]} becomes axis i (a view). */
    public Tensor permute(long... axes) {
        return view("permute " + Arrays.toString(axes), () -> raw.permute(axes));
    }

    /** Exchanges two axes (a view). */
    public Tensor transpose(int a, int b) {
        return view("transpose " + a + ", " + b, () -> raw.transpose((long) a, (long) b));
    }

    /** Inserts an axis of size 1 so that it becomes axis {@code axis} (a view). */
    public Tensor unsqueeze(int axis) {
        return view("unsqueeze " + axis, () -> raw.unsqueeze(axis));
    }

    /** Removes an axis if its size is 1, else changes nothing (a view). */
    public Tensor squeeze(int axis) {
        return view("squeeze " + axis, () -> raw.squeeze((long) axis));
    }

    /** Broadcasts axes of size 1; -1 keeps an axis; new axes may be added in front (a view). */
    public Tensor expand(long... shape) {
        return view("expand to " + Arrays.toString(shape), () -> raw.expand(shape));
    }

    /** {@code length} entries of an axis from {@code start} (a view). */
    public Tensor narrow(int axis, long start, long length) {
        return view(
                "narrow axis " + axis + " from " + start + " length " + length, () -> raw.narrow(axis, start, length));
    }

    /** One entry of an axis, which disappears (a view). */
    public Tensor select(int axis, long index) {
        return view("select axis " + axis + " index " + index, () -> raw.select((long) axis, index));
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
                    TensorVector pieces = raw.chunk(parts, axis); // one cat backward, where narrow fills a whole tensor
                    Tensor[] result = new Tensor[parts];
                    for (int i = 0; i < parts; i++) {
                        result[i] = new Tensor(new org.bytedeco.pytorch.Tensor(pieces.get(i)), scope);
                        result[i].mapped = mapped;
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

    private static TensorVector vector(Tensor... parts) {
        org.bytedeco.pytorch.Tensor[] raws = new org.bytedeco.pytorch.Tensor[parts.length];
        for (int i = 0; i < parts.length; i++) {
            raws[i] = parts[i].raw;
        }
        return new TensorVector(raws);
    }

    /** Entries of an axis chosen, in this order, by an {@code I64} vector of indices 0..size-1. */
    public Tensor indexSelect(int axis, Tensor index) {
        return call("indexSelect axis " + axis, () -> raw.index_select((long) axis, index.raw), this, index);
    }

    /** Elements along an axis chosen by an {@code I64} tensor of the result's shape. */
    public Tensor gather(int axis, Tensor index) {
        return call("gather axis " + axis, () -> raw.gather((long) axis, index.raw), this, index);
    }

    /** Reverses the order along the axes (a copy). */
    public Tensor flip(long... axes) {
        return call("flip " + Arrays.toString(axes), () -> raw.flip(axes), this);
    }

    /**
     * Appends constant entries; pairs (before, after) start at the last axis, as in {@code torch.nn.functional.pad}.
     */
    public Tensor pad(double value, long... pairs) {
        return call("pad " + Arrays.toString(pairs), () -> torch.constant_pad_nd(raw, pairs, new Scalar(value)), this);
    }

    // ---- arithmetic, elementwise with broadcasting ----

    /** this + other */
    public Tensor add(Tensor other) {
        return call("add", () -> raw.add(other.raw), this, other);
    }

    /** this + value */
    public Tensor add(double value) {
        return call("add", () -> raw.add(new Scalar(value)), this);
    }

    /** this - other */
    public Tensor sub(Tensor other) {
        return call("sub", () -> raw.sub(other.raw), this, other);
    }

    /** this * other */
    public Tensor mul(Tensor other) {
        return call("mul", () -> raw.mul(other.raw), this, other);
    }

    /** this * value */
    public Tensor mul(double value) {
        return call("mul", () -> raw.mul(new Scalar(value)), this);
    }

    /** this / other; integers give float32. */
    public Tensor div(Tensor other) {
        return call("div", () -> raw.div(other.raw), this, other);
    }

    /** this / value; integers give float32. */
    public Tensor div(double value) {
        return call("div", () -> raw.div(new Scalar(value)), this);
    }

    /** -this */
    public Tensor neg() {
        return call("neg", raw::neg, this);
    }

    /** this to the power of {@code exponent}; NaN for a fractional power of a negative number. */
    public Tensor pow(double exponent) {
        return call("pow", () -> raw.pow(new Scalar(exponent)), this);
    }

    /** this * this */
    public Tensor square() {
        return call("square", raw::square, this);
    }

    /** Square root; NaN below 0. */
    public Tensor sqrt() {
        return call("sqrt", raw::sqrt, this);
    }

    /** 1 / square root; infinite at 0, NaN below. */
    public Tensor rsqrt() {
        return call("rsqrt", raw::rsqrt, this);
    }

    /** e to the power of this. */
    public Tensor exp() {
        return call("exp", raw::exp, this);
    }

    /** Natural logarithm; -infinite at 0, NaN below. */
    public Tensor log() {
        return call("log", raw::log, this);
    }

    /** Absolute value. */
    public Tensor abs() {
        return call("abs", raw::abs, this);
    }

    /** Sine of radians. */
    public Tensor sin() {
        return call("sin", raw::sin, this);
    }

    /** Cosine of radians. */
    public Tensor cos() {
        return call("cos", raw::cos, this);
    }

    /** The next whole number towards minus infinity. */
    public Tensor floor() {
        return call("floor", raw::floor, this);
    }

    /** {@code min(max(this, low), high)}; NaN stays NaN. */
    public Tensor clamp(double low, double high) {
        return call(
                "clamp",
                () -> raw.clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))),
                this);
    }

    // ---- comparison and choice ----

    /** BOOL: {@code this == other}, with broadcasting. */
    public Tensor eq(Tensor other) {
        return call("eq", () -> raw.eq(other.raw), this, other);
    }

    /** BOOL: {@code this == value}. */
    public Tensor eq(double value) {
        return call("eq", () -> raw.eq(new Scalar(value)), this);
    }

    /** BOOL: {@code this > value}. */
    public Tensor gt(double value) {
        return call("gt", () -> raw.gt(new Scalar(value)), this);
    }

    /** BOOL: {@code this <= other}, with broadcasting. */
    public Tensor le(Tensor other) {
        return call("le", () -> raw.le(other.raw), this, other);
    }

    /** BOOL: {@code this < value}. */
    public Tensor lt(double value) {
        return call("lt", () -> raw.lt(new Scalar(value)), this);
    }

    /** BOOL: both are true (not 0), with broadcasting. */
    public Tensor and(Tensor other) {
        return call("and", () -> raw.logical_and(other.raw), this, other);
    }

    /** BOOL: one or both are true (not 0), with broadcasting. */
    public Tensor or(Tensor other) {
        return call("or", () -> raw.logical_or(other.raw), this, other);
    }

    /** This tensor where {@code mask} (BOOL, broadcast) is false, {@code value} where it is true. */
    public Tensor maskedFill(Tensor mask, double value) {
        return call("maskedFill", () -> raw.masked_fill(mask.raw, new Scalar(value)), this, mask);
    }

    /** This tensor where {@code mask} (BOOL) is true, {@code other} where it is false; all three are broadcast. */
    public Tensor where(Tensor mask, Tensor other) {
        return call("where", () -> torch.where(mask.raw, raw, other.raw), mask, this, other);
    }

    /** True when no element is NaN or infinite. Waits for the device. */
    public boolean isFinite() {
        try (var _ = Scope.open()) {
            return call("isFinite", () -> raw.isfinite().all(), this).item() != 0;
        }
    }

    // ---- reductions ----

    /** Sum of all elements, a scalar; of integers and BOOL in {@code I64}. */
    public Tensor sum() {
        return call("sum", raw::sum, this);
    }

    /** Mean of all elements, a scalar; floats only. */
    public Tensor mean() {
        return call("mean", raw::mean, this);
    }

    /** Sums along an axis, which stays with size 1 or disappears. */
    public Tensor sum(int axis, boolean keepAxis) {
        return call("sum axis " + axis, () -> raw.sum(new long[] {axis}, keepAxis, new ScalarTypeOptional()), this);
    }

    /** Means along an axis, which stays with size 1 or disappears; floats only. */
    public Tensor mean(int axis, boolean keepAxis) {
        return call("mean axis " + axis, () -> raw.mean(new long[] {axis}, keepAxis, new ScalarTypeOptional()), this);
    }

    /** The largest element, a scalar; NaN when there is one. */
    public Tensor max() {
        return call("max", raw::max, this);
    }

    /** Index of the largest element along an axis, which disappears ({@code I64}). */
    public Tensor argmax(int axis) {
        return call("argmax axis " + axis, () -> raw.argmax(new LongOptional(axis), false), this);
    }

    /** Euclidean norm of all elements, a scalar. */
    public Tensor norm() {
        return call("norm", raw::norm, this);
    }

    // ---- matrices ----

    /** Matrix product over the last two axes. (..., n, k) x (..., k, m) -> (..., n, m), leading axes broadcast. */
    public Tensor matmul(Tensor other) {
        return call("matmul", () -> raw.matmul(other.raw), this, other);
    }

    /** x W^T + b over the last axis. x (..., in), W (out, in), b (out) or null -> (..., out). */
    public Tensor linear(Tensor weight, Tensor bias) {
        return bias == null
                ? call("linear", () -> torch.linear(raw, weight.raw), this, weight)
                : call("linear", () -> torch.linear(raw, weight.raw, new TensorOptional(bias.raw)), this, weight, bias);
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
                    var pair = torch.linalg_eigh(raw, "L");
                    // The pair's members are borrowed from it: copy the handles.
                    return new Tensor[] {
                        new Tensor(new org.bytedeco.pytorch.Tensor(pair.get0()), scope),
                        new Tensor(new org.bytedeco.pytorch.Tensor(pair.get1()), scope)
                    };
                },
                this);
    }

    // ---- activations and norms ----

    /** x sigmoid(x). */
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

    /** exp(x) / sum of exp(x) along an axis. */
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
     * {@code weight * round(x * rsqrt(mean(x^2) + eps))} over the last axis, weight (D): statistics in float32, the
     * normalised value rounded to x's type before the product, as both reference RMSNorms do with bf16 weights
     * (spec/model.md section 0).
     */
    public Tensor rmsNorm(Tensor weight, double eps) {
        if (dtype() == DType.F32) {
            return call(
                    "rmsNorm",
                    () -> torch.rms_norm(raw, lastAxis(), new TensorOptional(weight.raw), new DoubleOptional(eps)),
                    this,
                    weight);
        }
        if (weight.rank() != 1 || rank() < 1 || weight.size(0) != size(-1)) {
            throw new TensorException(
                    "rmsNorm " + this + " x " + weight + ": expected the weight to be as long as the last axis");
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

    /**
     * Inverted dropout: each element becomes 0 with probability {@code p}, else it is divided by 1 - p. Drawn from
     * LibTorch's global generator; this tensor itself when p is 0.
     */
    public Tensor dropout(double p) {
        return p == 0 ? this : call("dropout " + p, () -> torch.dropout(raw, p, true), this);
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
        return Attention.byProductsIsFaster(q, k) && !(causal && mask != null)
                ? Attention.byProducts(q, k, v, causal ? Attention.causalMask(q, k) : mask, scale)
                : mask == null || causal || q.onCpu()
                        ? fusedAttention(q, k, v, mask, causal, scale)
                        : Attention.withoutEmptyRows(q, k, v, mask, scale);
    }

    /** LibTorch's own kernel, which never holds a whole matrix of scores. */
    static Tensor fusedAttention(Tensor q, Tensor k, Tensor v, Tensor mask, boolean causal, double scale) {
        return call(
                "attention",
                () -> {
                    if (causal && mask != null) { // not every kernel of LibTorch refuses it
                        throw new IllegalArgumentException("expected a mask or causal, found both");
                    }
                    long[] keys = k.sizes();
                    long[] expected = q.sizes();
                    if (expected.length == 4 && keys.length == 4) {
                        expected[2] = keys[2];
                    }
                    if (expected.length != 4 || !Arrays.equals(keys, expected) || !Arrays.equals(v.sizes(), expected)) {
                        throw new IllegalArgumentException("expected q (B, H, L, d), k and v (B, H, S, d)");
                    }
                    return torch.scaled_dot_product_attention(
                            q.raw,
                            k.raw,
                            v.raw,
                            mask == null ? new TensorOptional() : new TensorOptional(mask.raw),
                            0.0,
                            causal,
                            new DoubleOptional(scale),
                            false);
                },
                q,
                k,
                v,
                mask);
    }

    // ---- images ----

    /**
     * 2-D convolution of (N, C, H, W) with weight (O, C, kh, kw), bias (O) or null, zero padding. In bf16 channels lie
     * last in memory.
     */
    public Tensor conv2d(Tensor weight, Tensor bias, int stride, int padding) {
        return call(
                "conv2d stride " + stride + " padding " + padding,
                () -> torch.conv2d(
                        // In bf16 on the processor convolutions are 5 to 15 % faster with channels last; results keep
                        // it.
                        dtype() == DType.BF16 && onCpu() && rank() == 4
                                ? raw.contiguous(torch.MemoryFormat.ChannelsLast)
                                : raw,
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
        return call(
                "upsampleNearest2x",
                () -> torch.upsample_nearest2d(raw, new long[] {2 * raw.size(2), 2 * raw.size(3)}),
                this);
    }

    /**
     * Bilinear resize of (N, C, H, W) without antialias, {@code align_corners=false}, with PyTorch's scale 1/factor.
     */
    public Tensor bilinear(long height, long width, double factor) {
        return call(
                "bilinear to " + height + "x" + width,
                () -> torch.upsample_bilinear2d(
                        raw, new long[] {height, width}, false, new DoubleOptional(factor), new DoubleOptional(factor)),
                this);
    }

    // ---- tables and losses ----

    /** Rows of this (V, D) table for {@code I64} ids 0..V-1 of any shape -> (..., D). */
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

    /** Marks this leaf (floats only) as one whose gradient {@link #backward()} accumulates, or not. Returns this. */
    public Tensor requireGrad(boolean required) {
        if (requiresGrad() == required) {
            return this;
        }
        enterChange("requireGrad");
        try {
            if (!raw.is_leaf()) { // LibTorch would accept it and change nothing
                throw new IllegalArgumentException("expected a leaf, found the result of recorded operations");
            }
            raw.set_requires_grad(required);
            return this;
        } catch (RuntimeException e) {
            throw failure("requireGrad", e, this);
        } finally {
            leaveChange();
        }
    }

    /** Adds the gradient of this scalar to every leaf it was computed from, and forgets the recorded graph. */
    public void backward() {
        backward(false);
    }

    /**
     * Adds the gradient of this scalar to every leaf it was computed from. The recorded graph stays for another pass
     * when {@code keepGraph}. Threads may run passes that reach the same leaves at once; their gradients add up.
     */
    public void backward(boolean keepGraph) {
        GRADIENTS.readLock().lock();
        try (var _ = Scope.open()) {
            use(
                    "backward",
                    () -> {
                        raw.backward(
                                new org.bytedeco.pytorch.Tensor(),
                                new BoolOptional(keepGraph),
                                false,
                                new org.bytedeco.pytorch.TensorArrayRefOptional());
                        return null;
                    },
                    this);
        } finally {
            GRADIENTS.readLock().unlock();
        }
    }

    /** Adds to every leaf the gradient that arrives when {@code gradient}, of this shape, arrives here. */
    void backward(Tensor gradient) {
        boolean inside = Scope.worksForAnother(); // which waits in a pass of its own and holds the lock
        if (!inside) {
            GRADIENTS.readLock().lock();
        }
        try (var _ = Scope.open()) {
            use(
                    "backward",
                    () -> {
                        raw.backward(
                                gradient.raw,
                                new BoolOptional(),
                                false,
                                new org.bytedeco.pytorch.TensorArrayRefOptional());
                        return null;
                    },
                    this,
                    gradient);
        } finally {
            if (!inside) {
                GRADIENTS.readLock().unlock();
            }
        }
    }

    /** The accumulated gradient of this leaf (shares memory with it), or null when there is none. */
    public Tensor grad() {
        GRADIENTS.writeLock().lock();
        try {
            return gradOfOwnLeaf();
        } finally {
            GRADIENTS.writeLock().unlock();
        }
    }

    /** {@link #grad()} of a leaf that no other thread knows; may be called from inside a backward pass. */
    Tensor gradOfOwnLeaf() {
        Scope scope = Scope.innermost("grad");
        return use(
                "grad",
                () -> {
                    if (!raw.is_leaf()) { // LibTorch keeps none, and prints a warning when asked
                        return null;
                    }
                    // Borrowed from this tensor: copy the handle.
                    var gradient = raw.grad();
                    return gradient.defined() ? new Tensor(new org.bytedeco.pytorch.Tensor(gradient), scope) : null;
                },
                this);
    }

    /** Forgets the accumulated gradient. */
    public void clearGrad() {
        GRADIENTS.writeLock().lock();
        try {
            enterChange("clearGrad");
            try (var _ = Scope.open()) {
                raw.mutable_grad().put(new org.bytedeco.pytorch.Tensor());
            } finally {
                leaveChange();
            }
        } finally {
            GRADIENTS.writeLock().unlock();
        }
    }

    /** Takes a gradient's place, or gives this leaf one: same type and shape; the memory is shared from then on. */
    public void setGrad(Tensor gradient) {
        GRADIENTS.writeLock().lock();
        try {
            inPlace(
                    "setGrad",
                    () -> {
                        if (gradient.dtype() != DType.of(raw.scalar_type())
                                || !Arrays.equals(gradient.sizes(), sizes())) {
                            throw new IllegalArgumentException("expected a gradient like its tensor");
                        }
                        raw.mutable_grad().put(gradient.raw);
                    },
                    gradient);
        } finally {
            GRADIENTS.writeLock().unlock();
        }
    }

    /** The same values outside of the recorded graph (a view). */
    public Tensor detach() {
        return view("detach", raw::detach);
    }

    // ---- in place ----

    /** this += factor * other, broadcast to this shape. */
    public Tensor addInPlace(Tensor other, double factor) {
        return inPlace("addInPlace", () -> raw.add_(other.raw, new Scalar(factor)), other);
    }

    /** this *= value */
    public Tensor mulInPlace(double value) {
        return inPlace("mulInPlace", () -> raw.mul_(new Scalar(value)));
    }

    /** this += factor * a * b */
    public Tensor addcmulInPlace(Tensor a, Tensor b, double factor) {
        return inPlace("addcmulInPlace", () -> raw.addcmul_(a.raw, b.raw, new Scalar(factor)), a, b);
    }

    /** this += factor * a / b */
    public Tensor addcdivInPlace(Tensor a, Tensor b, double factor) {
        return inPlace("addcdivInPlace", () -> raw.addcdiv_(a.raw, b.raw, new Scalar(factor)), a, b);
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
        return inPlace("fill", () -> raw.fill_(new Scalar(value)));
    }
}
