// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.spring;

import io.github.deepgen4j.model.pipeline.DeepGen;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while the model is open, or was not needed yet; down once it was closed. Does not open it. */
final class DeepGenHealthIndicator extends AbstractHealthIndicator {
    private final OpenedModel model;

    DeepGenHealthIndicator(OpenedModel model) {
        super("the model is closed");
        this.model = model;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        Optional<DeepGen> opened = model.find();
        health.up().withDetail("opened", opened.isPresent());
        opened.ifPresent(deepgen -> health.withDetail("waiting", deepgen.waiting())
                .withDetail("dtype", deepgen.compute().name().toLowerCase(Locale.ROOT))
                .withDetail("fingerprint", deepgen.fingerprint()));
    }
}
