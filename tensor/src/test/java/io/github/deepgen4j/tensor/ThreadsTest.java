// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Functional.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** All that another thread may do with tensors and scopes works, everything else is refused, nothing crashes. */
class ThreadsTest {
    private static final int THREADS = 8;

    @Test
    void everyMethodRefusesTensorsOfAnotherThread() throws Exception {
        try (var _ = Scope.open()) {
            Tensor foreign = Tensor.ones(DType.F32, 1);
            refusedByEveryMethod(foreign, "belongs to a Scope of thread");
        }
    }

    @Test
    void everyMethodRefusesClosedTensors() throws Exception {
        Tensor scoped;
        try (var _ = Scope.open()) {
            scoped = Tensor.ones(DType.F32, 1);
        }
        Tensor owned;
        try (var _ = Scope.open()) {
            owned = Tensor.ones(DType.F32, 1).own();
        }
        owned.close();
        refusedByEveryMethod(owned, "the tensor is closed");
        for (Method method : operations()) {
            refused(method, scoped, "the tensor is closed");
        }
    }

    /** Calls each public method on another thread, with the tensor as receiver and in turn as each operand. */
    private static void refusedByEveryMethod(Tensor tensor, String message) throws Exception {
        await(List.of(inThread(() -> {
            for (Method method : operations()) {
                refused(method, tensor, message);
            }
            return null;
        })));
    }

    private static List<Method> operations() {
        List<String> answering = List.of("isClosed", "toString", "close");
        return Arrays.stream(Tensor.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !answering.contains(method.getName()))
                .toList();
    }

    private static void refused(Method method, Tensor tensor, String message) throws IllegalAccessException {
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        Class<?>[] types = method.getParameterTypes();
        for (int place = isStatic ? 0 : -1; place < types.length; place++) {
            if (place >= 0 && types[place] != Tensor.class && !holdsTensors(types[place])) {
                continue;
            }
            try (var _ = Scope.open()) {
                Tensor good = Tensor.ones(DType.F32, 1);
                Object[] arguments = new Object[types.length];
                for (int i = 0; i < types.length; i++) {
                    arguments[i] = argument(types[i], i == place ? tensor : good);
                }
                try {
                    method.invoke(place < 0 ? tensor : good, arguments);
                    throw new AssertionError(method + " accepted " + tensor + " at place " + place);
                } catch (InvocationTargetException e) {
                    assertThat(e.getCause())
                            .as(method + " with the tensor at place " + place)
                            .isInstanceOf(TensorException.class)
                            .hasMessageContaining(message);
                }
            }
        }
    }

    private static boolean holdsTensors(Class<?> type) {
        return type == Tensor[].class || type == List.class;
    }

    private static Object argument(Class<?> type, Tensor tensor) {
        if (type == Tensor.class) {
            return tensor;
        }
        if (type == Tensor[].class) {
            return new Tensor[] {tensor};
        }
        if (type == List.class) {
            return List.of(tensor);
        }
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == double.class) {
            return 0.5;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == long[].class) {
            return new long[] {1};
        }
        return type.isEnum() ? type.getEnumConstants()[1] : null;
    }

    @Test
    void scopesRefuseOtherThreads() throws Exception {
        try (var scope = Scope.open()) {
            Tensor tensor = Tensor.ones(DType.F32, 2);
            await(List.of(inThread(() -> {
                assertThatThrownBy(scope::close)
                        .isInstanceOf(TensorException.class)
                        .hasMessageContaining("Scope.close: opened on thread");
                assertThatThrownBy(() -> scope.keep(tensor)).isInstanceOf(TensorException.class);
                try (var own = Scope.open()) {
                    assertThatThrownBy(() -> own.keep(tensor)).hasMessageContaining("belongs to a Scope of thread");
                    assertThatThrownBy(tensor::close).hasMessageContaining("belongs to a Scope of thread");
                    assertThat(tensor).hasToString("Tensor(of another thread)");
                    assertThat(tensor.isClosed()).isFalse();
                }
                return null;
            })));
            assertThat(tensor.toFloats()).containsExactly(1, 1);
        }
    }

    @Test
    void threadsWorkSideBySideInScopesOfTheirOwn() throws Exception {
        onAllThreads(number -> () -> {
            for (int round = 0; round < 50; round++) {
                try (var _ = Scope.open()) {
                    Tensor sum = Tensor.zeros(DType.F32, 3);
                    for (int i = 0; i < 4; i++) {
                        try (var inner = Scope.open()) {
                            sum = inner.keep(sum.add(Tensor.full(number, DType.F32, 3)));
                        }
                    }
                    assertThat(sum.toFloats()).containsExactly(4 * number, 4 * number, 4 * number);
                }
            }
            return null;
        });
    }

    @Test
    void manyThreadsReadOneOwnedTensor() throws Exception {
        try (Tensor weight = owned(1, 2, 3, 4)) {
            onAllThreads(number -> () -> {
                for (int round = 0; round < 100; round++) {
                    try (var _ = Scope.open()) {
                        Tensor x = Tensor.full(number, DType.F32, 1, 2);
                        assertThat(linear(x, weight.reshape(2, 2), null).toFloats())
                                .containsExactly(3 * number, 7 * number);
                    }
                }
                return null;
            });
        }
    }

    @Test
    void closingWaitsForThoseInside() throws Exception {
        for (int round = 0; round < 30; round++) {
            Tensor shared = owned(new float[4096]);
            var inside = new CountDownLatch(THREADS - 1);
            onAllThreads(number -> () -> {
                if (number == 0) {
                    inside.await();
                    shared.close();
                    return null;
                }
                inside.countDown();
                assertThatThrownBy(() -> {
                            while (true) {
                                try (var _ = Scope.open()) {
                                    shared.add(1).mul(shared).sum();
                                    shared.shape();
                                }
                            }
                        })
                        .isInstanceOf(TensorException.class)
                        .hasMessageContaining("the tensor is closed");
                return null;
            });
            assertThat(shared.raw().isNull()).isTrue();
        }
    }

    @Test
    void aChangeExcludesAllOthers() throws Exception {
        try (Tensor shared = owned(new float[1024])) {
            var changes = new int[THREADS];
            onAllThreads(number -> () -> {
                for (int round = 0; round < 300; round++) {
                    try (var _ = Scope.open()) {
                        if (number % 2 == 0) {
                            Tensor one = Tensor.ones(DType.F32, 1024);
                            shared.addcmulInPlace(one, one, 1);
                            changes[number]++;
                        } else {
                            float[] seen = shared.copy().toFloats();
                            assertThat(seen[0]).isEqualTo(seen[1023]); // no half of a change
                        }
                    } catch (TensorException e) {
                        assertThat(e).hasMessageContaining("another thread is");
                    }
                }
                return null;
            });
            assertThat(shared.toFloats()).containsOnly(Arrays.stream(changes).sum());
        }
    }

    @Test
    void sharingAllowsManyReadersOrOneChange() {
        var sharing = new Sharing();
        sharing.enterReading("a");
        sharing.enterReading("b");
        assertThatThrownBy(() -> sharing.enterChange("fill"))
                .isInstanceOf(TensorException.class)
                .hasMessage("fill: another thread is using the tensor; it cannot be changed meanwhile");
        assertThat(sharing.leaveReading()).isFalse();
        assertThat(sharing.leaveReading()).isFalse();
        sharing.enterChange("fill");
        assertThatThrownBy(() -> sharing.enterReading("add"))
                .isInstanceOf(TensorException.class)
                .hasMessage("add: another thread is changing the tensor");
        assertThat(sharing.close()).isFalse();
        assertThat(sharing.isClosed()).isTrue();
        assertThatThrownBy(() -> sharing.enterReading("add")).hasMessage("add: the tensor is closed");
        assertThat(sharing.leaveChange()).isTrue();
        assertThat(sharing.close()).isFalse();
    }

    @Test
    void gradientsOfAllThreadsAddUp() throws Exception {
        try (Tensor leaf = owned(1, 2).requireGrad(true)) {
            onAllThreads(number -> () -> {
                for (int round = 0; round < 50; round++) {
                    try (var _ = Scope.open()) {
                        leaf.mul(number).sum().backward();
                        leaf.grad().toFloats();
                    }
                }
                return null;
            });
            try (var _ = Scope.open()) {
                int sum = 50 * THREADS * (THREADS - 1) / 2;
                assertThat(leaf.grad().toFloats()).containsExactly(sum, sum);
            }
        }
    }

    @Test
    void gradientsMayBeForgottenWhileOthersComputeThem() throws Exception {
        try (Tensor leaf = owned(1, 2).requireGrad(true)) {
            onAllThreads(number -> () -> {
                for (int round = 0; round < 100; round++) {
                    try (var _ = Scope.open()) {
                        if (number == 0) {
                            leaf.clearGrad();
                        } else if (number == 1) {
                            Tensor gradient = leaf.grad();
                            assertThat(gradient == null ? 2 : gradient.elements())
                                    .isEqualTo(2);
                        } else {
                            leaf.square().sum().backward();
                        }
                    } catch (TensorException e) {
                        assertThat(e).hasMessageContaining("another thread is");
                    }
                }
                return null;
            });
            leaf.clearGrad();
        }
    }

    @Test
    void oneGeneratorServesManyThreadsUntilItIsClosed() throws Exception {
        for (int round = 0; round < 20; round++) {
            Rng rng = Rng.seeded(round);
            onAllThreads(number -> () -> {
                if (number == 0) {
                    rng.close();
                    return null;
                }
                assertThatThrownBy(() -> {
                            while (true) {
                                try (var _ = Scope.open()) {
                                    rng.normal(32);
                                }
                            }
                        })
                        .isInstanceOf(TensorException.class)
                        .hasMessage("normal: the random generator is closed");
                return null;
            });
        }
    }

    @Test
    void gradientModeBelongsToItsThread() throws Exception {
        try (var guard = Autograd.disabled();
                Tensor leaf = owned(1).requireGrad(true)) {
            await(List.of(inThread(() -> {
                assertThatThrownBy(guard::close)
                        .isInstanceOf(TensorException.class)
                        .hasMessageContaining("Autograd: guard of thread");
                try (var _ = Scope.open()) {
                    assertThat(leaf.square().requiresGrad()).isTrue();
                }
                return null;
            })));
            try (var _ = Scope.open()) {
                assertThat(leaf.square().requiresGrad()).isFalse();
            }
            var refusal = new Throwable[1];
            Thread.ofVirtual()
                    .start(() -> {
                        try (var _ = Autograd.disabled()) {
                            refusal[0] = null;
                        } catch (TensorException e) {
                            refusal[0] = e;
                        }
                    })
                    .join();
            assertThat(refusal[0]).hasMessageContaining("expected a platform thread");
        }
    }

    private static Tensor owned(float... values) {
        try (var _ = Scope.open()) {
            return Tensor.of(values, values.length).own();
        }
    }

    private static void onAllThreads(IntFunction<Callable<Void>> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(work.apply(i)));
            }
            await(running);
        }
    }

    private static Future<Void> inThread(Callable<Void> work) {
        try (var thread = Executors.newSingleThreadExecutor()) {
            return thread.submit(work);
        }
    }

    private static void await(List<Future<Void>> running) throws Exception {
        for (Future<Void> future : running) {
            future.get(); // the cause of a failure is shown with it
        }
    }
}
