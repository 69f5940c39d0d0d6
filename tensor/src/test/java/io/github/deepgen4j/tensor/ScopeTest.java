// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ScopeTest {
    @Test
    void tensorsDieWithTheirScope() {
        long before = Scope.liveHandles();
        Tensor dead;
        try (var _ = Scope.open()) {
            dead = Tensor.ones(DType.F32, 2);
            assertThat(Scope.liveHandles()).isEqualTo(before + 1);
            assertThat(dead.isClosed()).isFalse();
        }
        assertThat(dead.isClosed()).isTrue();
        assertThat(dead).hasToString("Tensor(closed)");
        assertThat(dead.raw().isNull()).isTrue();
        assertThat(Scope.liveHandles()).isEqualTo(before);
    }

    @Test
    void keepMovesOneLevelUp() {
        Tensor twice;
        Tensor kept;
        try (var outer = Scope.open()) {
            Tensor dead;
            try (var inner = Scope.open()) {
                kept = inner.keep(Tensor.ones(DType.F32, 2));
                dead = kept.add(0);
                assertThat(inner.keep(kept)).isSameAs(kept);
                twice = inner.keep(Tensor.full(3, DType.F32, 2));
            }
            assertThat(kept.add(1).toFloats()).containsExactly(2, 2);
            assertThatThrownBy(() -> outer.keep(dead))
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("closed");
            outer.keep(twice);
        }
        assertThat(kept.isClosed()).isTrue();
        assertThat(twice.toFloats()).containsExactly(3, 3); // there was no scope left: it is owned
        twice.close();
    }

    @Test
    void closingReleasesTheMemoryWhileTheScopeIsOpen() {
        try (var _ = Scope.open()) {
            long before = Scope.liveHandles();
            Tensor owned = Tensor.ones(DType.F32, 2).own();
            Tensor scoped = Tensor.ones(DType.F32, 2);
            assertThat(owned.own()).isSameAs(owned);
            for (Tensor tensor : new Tensor[] {owned, scoped}) {
                tensor.close();
                tensor.close();
                assertThat(tensor.isClosed()).isTrue();
                assertThat(tensor.raw().isNull()).isTrue();
            }
            assertThat(Scope.liveHandles()).isEqualTo(before);
        }
    }

    @Test
    void ownedTensorsOutliveAllScopes() {
        Tensor owned;
        try (var _ = Scope.open();
                var inner = Scope.open()) {
            owned = inner.keep(Tensor.ones(DType.F32, 2)).own();
        }
        assertThat(owned.toFloats()).containsExactly(1, 1);
        owned.close();
        assertThatThrownBy(owned::shape).isInstanceOf(TensorException.class).hasMessage("shape: the tensor is closed");
    }

    @Test
    void aViewOutlivesTheTensorItWasTakenFrom() {
        try (var _ = Scope.open()) {
            Tensor whole = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
            Tensor row = whole.select(0, 1);
            whole.close();
            assertThat(row.toFloats()).containsExactly(3, 4);
        }
    }

    @Test
    void scopesCloseInReverseOrder() {
        Scope outer = Scope.open();
        Scope inner = Scope.open();
        assertThatThrownBy(outer::close)
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("inner scope is still open");
        assertThatThrownBy(() -> outer.keep(Tensor.ones(DType.F32, 1))).isInstanceOf(TensorException.class);
        inner.close();
        outer.close();
        outer.close();
        assertThatThrownBy(() -> Tensor.ones(DType.F32, 1))
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("full: no Scope is open on thread");
    }

    @Test
    void mappedMemoryIsReadOnlyAndRefusedAfterItsArenaIsClosed() {
        try (var _ = Scope.open()) {
            Tensor mapped;
            Tensor view;
            Tensor copy;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4);
                mapped = Tensor.mapped(memory, DType.F32, 2, 2);
                view = mapped.narrow(0, 1, 1).reshape(2).detach();
                copy = mapped.transpose(0, 1).contiguous();
                assertThat(view.toFloats()).containsExactly(3, 4);
                for (Tensor inside : new Tensor[] {mapped, view, mapped.chunk(2, 0)[1]}) {
                    assertThatThrownBy(() -> inside.mulInPlace(0))
                            .isInstanceOf(TensorException.class)
                            .hasMessageContaining("mulInPlace: the tensor lies in mapped, read-only memory");
                }
                copy.mulInPlace(2);
                assertThatThrownBy(() -> Tensor.mapped(memory, DType.F32, 3))
                        .isInstanceOf(TensorException.class)
                        .hasMessageContaining("expected 12 native bytes, found 16");
            }
            for (Tensor outside : new Tensor[] {mapped, view}) {
                assertThatThrownBy(outside::toFloats)
                        .isInstanceOf(TensorException.class)
                        .hasMessageContaining("the file that the tensor was mapped from is closed");
                assertThatThrownBy(() -> copy.lerpInPlace(outside, 1)).isInstanceOf(TensorException.class);
            }
            assertThat(copy.toFloats()).containsExactly(2, 6, 4, 8);
        }
    }
}
