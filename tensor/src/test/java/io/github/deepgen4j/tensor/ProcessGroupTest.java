// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.deepgen4j.tensor.ProcessGroup.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Threads stand for processes: to Gloo they are the same. */
@EnabledOnOs(OS.LINUX)
class ProcessGroupTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static <T> List<Future<T>> start(int world, Duration timeout, Function<ProcessGroup, T> body) {
        return start(Backend.GLOO, world, timeout, body);
    }

    private static <T> List<Future<T>> start(
            Backend backend, int world, Duration timeout, Function<ProcessGroup, T> body) {
        int port = freePort();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<T>> results = new ArrayList<>();
            for (int rank = 0; rank < world; rank++) {
                var rendezvous = new ProcessGroup.Rendezvous("127.0.0.1", port, false, rank, world, timeout);
                results.add(threads.submit(() -> {
                    try (var group = ProcessGroup.join(rendezvous, backend);
                            var _ = Scope.open()) {
                        return body.apply(group);
                    }
                }));
            }
            return results;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> all(List<Future<T>> results) {
        return results.stream().map(Future::resultNow).toList();
    }

    private static Tensor values(int rank, int count) {
        try (var rng = Rng.seeded(rank)) {
            return rng.normal(count);
        }
    }

    @Test
    void sumsAreTheSameBitsOnAllRanks() {
        List<List<byte[]>> sums = all(start(4, PATIENCE, group -> {
            List<byte[]> results = new ArrayList<>();
            for (int count : new int[] {1, 7, 100_000}) {
                Tensor sum = values(group.rank(), count);
                group.allReduce(sum);
                Tensor again = values(group.rank(), count);
                group.allReduce(again);
                Tensor onRoot = values(group.rank(), count);
                group.reduce(2, onRoot);
                group.broadcast(2, onRoot);
                results.addAll(List.of(sum.storedBytes(), again.storedBytes(), onRoot.storedBytes()));
            }
            return results;
        }));
        List<byte[]> first = sums.getFirst();
        assertThat(sums)
                .allSatisfy(of ->
                        assertThat(of).zipSatisfy(first, (a, b) -> assertThat(a).isEqualTo(b)));
        for (int i = 0; i < first.size(); i += 3) {
            assertThat(first.get(i + 1)).isEqualTo(first.get(i));
            assertThat(first.get(i + 2)).isEqualTo(first.get(i)); // so that sharding does not change a run
        }
    }

    @Test
    void textsArriveInOrder() {
        assertThat(all(start(2, PATIENCE, group -> group.allGather("r" + group.rank() + "\u00e9"))))
                .containsExactly(List.of("r0\u00e9", "r1\u00e9"), List.of("r0\u00e9", "r1\u00e9"));
        assertThat(all(start(2, PATIENCE, group -> group.allGather("")))).containsOnly(List.of("", ""));
    }

    /** The work takes longer than the time-out of the others. */
    @Test
    void rankZeroMayTakeItsTime() {
        AtomicBoolean done = new AtomicBoolean();
        List<Boolean> seen = all(start(2, Duration.ofMillis(1500), group -> {
            group.onRankZero(() -> {
                sleep(1800);
                done.set(true);
            });
            return done.get();
        }));
        assertThat(seen).containsExactly(true, true);
    }

    @Test
    void failureOfRankZeroReachesTheOthers() {
        List<Future<Void>> results = start(2, PATIENCE, group -> {
            group.onRankZero(() -> {
                throw new IllegalStateException("disk full");
            });
            return null;
        });
        assertThatThrownBy(results.get(0)::get).hasRootCauseMessage("disk full");
        assertThatThrownBy(results.get(1)::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("rank 1 of 2")
                .hasMessageContaining("rank 0: ");
    }

    @Test
    void lostRankEndsTheWaiting() {
        List<Future<Void>> results = start(2, PATIENCE, group -> {
            if (group.rank() == 0) {
                group.allReduce(Tensor.ones(DType.F32, 3));
            }
            return null; // rank 1 leaves
        });
        assertThatThrownBy(results.get(0)::get)
                .hasMessageContaining("rank 0 of 2: allReduce F32(3)")
                .hasMessageContaining("another process has ended");
        assertThat(results.get(1)).isDone();
    }

    @Test
    void silentRankEndsTheWaitingAfterTheTimeOut() {
        List<Future<Void>> results = start(2, Duration.ofMillis(1500), group -> {
            if (group.rank() == 0) {
                group.allReduce(Tensor.ones(DType.F32, 3));
            } else {
                sleep(2000);
            }
            return null;
        });
        assertThatThrownBy(results.get(0)::get).hasMessageContaining("time-out 1.5 s");
    }

    @Test
    void lonelyRankGivesUp() {
        var rendezvous = new ProcessGroup.Rendezvous("127.0.0.1", freePort(), false, 0, 2, Duration.ofSeconds(1));
        assertThatThrownBy(() -> ProcessGroup.join(rendezvous, Backend.GLOO))
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("rank 0 of 2: rendezvous at 127.0.0.1:");
    }

    @Test
    void ncclWantsAGpuForEachProcess() {
        assumeTrue(Device.getDefault() == Device.CPU);
        List<Future<Integer>> results = start(Backend.NCCL, 2, PATIENCE, ProcessGroup::rank);
        assertThat(results)
                .allSatisfy(result -> assertThatThrownBy(result::get)
                        .cause()
                        .isInstanceOf(TensorException.class)
                        .hasMessageContaining("NCCL expected each process on a GPU of its own, found [")
                        .hasMessageContaining("GLOO"));
    }

    /** More need more GPUs. */
    @Test
    void ncclConnectsAProcessWithItself() {
        assumeTrue(Device.getDefault() == Device.CUDA);
        var rendezvous = new ProcessGroup.Rendezvous("127.0.0.1", freePort(), false, 0, 1, PATIENCE);
        try (var group = NcclProcessGroup.join(rendezvous);
                var _ = Scope.open()) {
            Tensor tensor = Tensor.ones(DType.F32, 2);
            group.allReduce(tensor);
            group.reduce(0, tensor);
            group.broadcast(0, tensor);
            assertThat(tensor.toFloats()).containsExactly(1, 1);
            assertThat(group.allGather("x")).containsExactly("x");
        }
    }

    @Test
    void groupOfOneNeedsNobody() {
        try (var group = ProcessGroup.alone();
                var _ = Scope.open()) {
            Tensor tensor = Tensor.ones(DType.F32, 2);
            group.allReduce(tensor);
            group.broadcast(0, tensor);
            assertThat(tensor.toFloats()).containsExactly(1, 1);
            assertThat(group.allGather("x")).containsExactly("x");
        }
        assertThatThrownBy(() -> new ProcessGroup.Rendezvous("h", 1, false, 2, 2, PATIENCE))
                .hasMessageContaining("rank 2 of 2");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
