// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.spring;

import io.github.deepgen4j.model.pipeline.DeepGen;
import java.util.Optional;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Looks for the model without opening it. */
record OpenedModel(ConfigurableListableBeanFactory beans) {
    Optional<DeepGen> find() {
        for (String name : beans.getBeanNamesForType(DeepGen.class, true, false)) {
            if (beans.containsSingleton(name) && beans.getSingleton(name) instanceof DeepGen deepgen) {
                return Optional.of(deepgen);
            }
        }
        return Optional.empty();
    }
}
