// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Fails every test of this module, of any class, that leaves a tensor behind; registered as a service. */
public final class NothingLeaks implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace HERE = Namespace.create(NothingLeaks.class);

    @Override
    public void beforeEach(ExtensionContext test) {
        test.getStore(HERE).put("before", Scope.liveHandles());
    }

    @Override
    public void afterEach(ExtensionContext test) {
        assertThat(Scope.liveHandles())
                .as("live tensors after " + test.getDisplayName())
                .isEqualTo(test.getStore(HERE).get("before", Long.class));
    }
}
