// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.spring;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelClosedException;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import io.github.deepgen4j.server.DeepGenServer;
import io.github.deepgen4j.server.ServerOptions;
import io.github.deepgen4j.server.engine.ModelEngine;
import io.github.deepgen4j.tensor.Device;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Optional;
import org.springframework.ai.image.ImageModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * A {@link DeepGen} that is opened when it is first needed, draws one image at a time and is closed with the context;
 * and around it what else is on the class path: Spring AI, health, Micrometer, the server.
 */
@AutoConfiguration
@EnableConfigurationProperties(DeepGenProperties.class)
public class DeepGenAutoConfiguration {
    @Bean(destroyMethod = "close")
    @Lazy
    @ConditionalOnMissingBean
    DeepGen deepGen(DeepGenProperties properties) {
        Optional.ofNullable(properties.device()).ifPresent(Device::setDefault);
        return DeepGen.open(properties.model(), ModelOptions.DEFAULT.withCompute(properties.dtype()));
    }

    @Bean
    OpenedModel deepGenOpenedModel(ConfigurableListableBeanFactory beans) {
        return new OpenedModel(beans);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ImageModel.class)
    static class SpringAi {
        @Bean
        @ConditionalOnMissingBean
        DeepGenImageModel deepGenImageModel(
                ObjectProvider<DeepGen> deepgen,
                DeepGenProperties properties,
                ObjectProvider<ObservationRegistry> observations) {
            return new DeepGenImageModel(
                    deepgen::getObject,
                    properties.drawOptions(),
                    observations.getIfUnique(() -> ObservationRegistry.NOOP));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static class Healthy {
        @Bean
        @ConditionalOnEnabledHealthIndicator("deepgen")
        @ConditionalOnMissingBean(name = "deepGenHealthIndicator")
        HealthIndicator deepGenHealthIndicator(OpenedModel model) {
            return new DeepGenHealthIndicator(model);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Meters {
        @Bean
        MeterBinder deepGenMeters(OpenedModel model) {
            return registry -> {
                Gauge.builder("deepgen.open", model, each -> waiting(each) < 0 ? 0 : 1)
                        .description("1 while the model is open")
                        .register(registry);
                Gauge.builder("deepgen.waiting", model, each -> Math.max(0, waiting(each)))
                        .description("requests that wait for their turn")
                        .register(registry);
            };
        }

        /** Requests that wait; -1 without an open model. */
        private static int waiting(OpenedModel model) {
            try {
                return model.find().map(DeepGen::waiting).orElse(-1);
            } catch (ModelClosedException e) {
                return -1;
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DeepGenServer.class)
    @ConditionalOnBooleanProperty("deepgen.server.enabled")
    static class Front {
        @Bean(destroyMethod = "close")
        @Lazy(false)
        @ConditionalOnMissingBean
        DeepGenServer deepGenServer(DeepGen deepgen, DeepGenProperties properties) {
            DeepGenProperties.Server asked = properties.server();
            String version = String.valueOf(DeepGen.class.getPackage().getImplementationVersion());
            ServerOptions options = ServerOptions.of(version, asked.data())
                    .withPort(asked.port())
                    .withAddress(asked.host(), Optional.ofNullable(asked.keys()));
            return new DeepGenServer(options, List.of(new ModelEngine(properties.model(), deepgen)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("io.github.deepgen4j.server.DeepGenServer")
    @ConditionalOnBooleanProperty("deepgen.server.enabled")
    static class WithoutFront {
        @Bean
        @Lazy(false)
        Object deepGenServer() {
            throw new IllegalStateException("deepgen.server.enabled expected io.github.deepgen4j:deepgen4j-server on"
                    + " the class path, found it missing");
        }
    }
}
