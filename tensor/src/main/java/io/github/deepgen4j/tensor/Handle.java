// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.lang.foreign.MemorySegment;
import java.util.StringJoiner;

/**
 * The native side of one tensor: its pointer, the scope or the sharing that keeps it alive, and the checks that every
 * use must pass. All that could crash the process is in this class; {@link Operation} is the only way in for
 * operations.
 *
 * <p>A handle begins in the innermost scope, for the thread of that scope. An owned one may be entered by any number of
 * reading threads or one changing thread; {@link #close} releases the memory when the last of them has left.
 */
final class Handle {
    private final org.bytedeco.pytorch.Tensor raw;
    private Scope scope; // meaningless once owned
    private volatile Sharing sharing; // null while a scope owns this handle
    private boolean closed; // once owned, sharing knows
    private MemorySegment mapped; // the caller's read-only memory that a mapped tensor and its views lie in, else null

    Handle(org.bytedeco.pytorch.Tensor raw, Scope scope) {
        this.raw = raw;
        this.scope = scope;
        scope.adopt(this);
    }

    /** The native tensor, for use between entering and leaving, or by the thread of a live scope. */
    org.bytedeco.pytorch.Tensor raw() {
        return raw;
    }

    // ---- lifetime ----

    void own() {
        checkUsable("own");
        if (sharing == null) {
            scope.disown(this);
            sharing = new Sharing();
        }
    }

    void close() {
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

    boolean isClosed() {
        return sharing == null ? closed : sharing.isClosed();
    }

    /** The scope that releases this handle, null when it is owned. */
    Scope scope() {
        return sharing == null ? scope : null;
    }

    void moveTo(Scope enclosing) {
        scope = enclosing;
    }

    /** The scope has released the memory. */
    void released() {
        closed = true;
    }

    /** Marks memory that must be neither changed nor used after its arena is closed. */
    void map(MemorySegment memory) {
        mapped = memory;
    }

    /** Takes over the mapping of a tensor that this one may share memory with. */
    void mapLike(Handle source) {
        if (source.mapped != null && raw.is_alias_of(source.raw)) {
            mapped = source.mapped;
        }
    }

    // ---- entering and leaving: every native call on a tensor stands between the two ----

    void checkUsable(String operation) {
        enter(operation);
        leave();
    }

    void enter(String operation) {
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

    void leave() {
        if (sharing != null && sharing.leaveReading()) {
            release();
        }
    }

    void enterChange(String operation) {
        if (mapped != null) {
            throw new TensorException(operation + ": the tensor lies in mapped, read-only memory; copy() it first");
        }
        if (sharing != null) {
            sharing.enterChange(operation);
        } else {
            checkScope(operation);
        }
    }

    void leaveChange() {
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

    // ---- of an entered handle ----

    /** Type and shape, for example {@code F32(2, 3)}. */
    String describe() {
        StringJoiner sizes = new StringJoiner(", ", DType.of(raw.scalar_type()) + "(", ")");
        for (long size : sizes()) {
            sizes.add(Long.toString(size));
        }
        return sizes.toString();
    }

    long[] sizes() {
        long[] sizes = new long[(int) raw.dim()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = raw.size(i);
        }
        return sizes;
    }
}
