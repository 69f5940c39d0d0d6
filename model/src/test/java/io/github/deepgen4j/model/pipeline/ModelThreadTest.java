// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.CancelledException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread of a model without a model: opening and closing. */
@Timeout(60)
class ModelThreadTest {
    /** Says which thread closed it. */
    private static final class Resource implements AutoCloseable {
        private final Thread opener = Thread.currentThread();
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void close() {
            assertThat(Thread.currentThread()).isSameAs(opener);
            closed.countDown();
        }
    }

    @Test
    void oneDaemonThreadDoesEverything() {
        var thread = new ModelThread<>("a model", Resource::new);
        Resource resource = thread.ask(opened -> opened);
        assertThat(resource.opener.getName()).isEqualTo("a model");
        assertThat(resource.opener.isDaemon()).isTrue();
        assertThat(resource.opener.isVirtual()).isFalse();
        assertThat(resource.opener.getContextClassLoader()).isSameAs(ModelThread.class.getClassLoader());
        assertThat(thread.<Thread>call((_, _) -> Thread.currentThread())).isSameAs(resource.opener);
        thread.close();
        assertThat(resource.closed.getCount()).isZero();
        assertThat(resource.opener.isAlive()).isFalse();
    }

    @Test
    void whatOpeningThrowsIsThrownHere() {
        for (Throwable thrown : new Throwable[] {new IllegalStateException("no"), new NoClassDefFoundError("no")}) {
            assertThatThrownBy(() -> new ModelThread<Resource>("a model", () -> {
                        if (thrown instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) thrown;
                    }))
                    .isSameAs(thrown);
        }
    }

    @Test
    void anInterruptWhileOpeningClosesWhatWasOpened() throws InterruptedException {
        var opening = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var resource = new AtomicReference<Resource>();
        var thrown = new AtomicReference<Throwable>();
        Thread caller = Thread.startVirtualThread(() -> {
            try {
                new ModelThread<>("a model", () -> {
                    opening.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    resource.set(new Resource());
                    return resource.get();
                });
            } catch (CancelledException e) {
                thrown.set(e);
            }
        });
        opening.await();
        caller.interrupt();
        caller.join();
        assertThat(thrown.get()).hasMessageContaining("interrupted");
        goOn.countDown();
        while (resource.get() == null) {
            Thread.onSpinWait();
        }
        resource.get().closed.await();
    }

    @Test
    void aClosingThatFailsEndsTheThreadAllTheSame() {
        var thread = new ModelThread<AutoCloseable>("a model", () -> () -> {
            throw new IllegalStateException("cannot be closed");
        });
        thread.close();
        thread.close();
        assertThatThrownBy(() -> thread.ask(model -> model)).isInstanceOf(ModelClosedException.class);
    }
}
