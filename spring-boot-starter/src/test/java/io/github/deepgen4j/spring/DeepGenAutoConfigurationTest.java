// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelClosedException;
import io.github.deepgen4j.server.DeepGenServer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Beans that a program gets, with what it has on its class path and in its properties. */
class DeepGenAutoConfigurationTest {
    private final ApplicationContextRunner program =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DeepGenAutoConfiguration.class));

    @TempDir
    private Path folder;

    @Test
    void theModelIsOpenedWhenItIsNeededAndClosedWithTheContext() {
        DeepGen[] opened = new DeepGen[1];
        program.run(context -> {
            assertThat(context.getBean(OpenedModel.class).find()).isEmpty();
            opened[0] = context.getBean(DeepGen.class);
            assertThat(context.getBean(OpenedModel.class).find()).containsSame(opened[0]);
            assertThat(opened[0].config()).isNotNull();
        });
        assertThatThrownBy(() -> opened[0].config()).isInstanceOf(ModelClosedException.class);
    }

    @Test
    void aWrongNameFailsWhenTheModelIsNeeded() {
        program.withPropertyValues("deepgen.model=no/such").run(context -> {
            assertThat(context).hasNotFailed();
            assertThatThrownBy(() -> context.getBean(DeepGen.class)).rootCause().hasMessageContaining("no/such");
        });
    }

    @Test
    void aWrongPropertyFailsAtTheStart() {
        program.withPropertyValues("deepgen.dtype=f8")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("f8"));
    }

    @Test
    void aModelOfTheProgramTakesThePlaceOfOurs() {
        program.withBean("mine", DeepGen.class, DeepGen::nano).run(context -> {
            assertThat(context).hasSingleBean(DeepGen.class).hasBean("mine");
            assertThat(context.getBean(OpenedModel.class).find()).isPresent();
        });
    }

    @Test
    void healthAndMetersDoNotOpenTheModel() {
        program.run(context -> {
            var health = context.getBean(HealthIndicator.class);
            var meters = new SimpleMeterRegistry();
            context.getBean(MeterBinder.class).bindTo(meters);
            assertThat(health.health().getDetails()).containsEntry("opened", false);
            assertThat(meters.get("deepgen.open").gauge().value()).isZero();
            DeepGen deepgen = context.getBean(DeepGen.class);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(health.health().getDetails())
                    .containsEntry("waiting", 0)
                    .containsEntry("fingerprint", deepgen.fingerprint());
            assertThat(meters.get("deepgen.open").gauge().value()).isOne();
            assertThat(meters.get("deepgen.waiting").gauge().value()).isZero();
            deepgen.close();
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(meters.get("deepgen.open").gauge().value()).isZero();
        });
    }

    @Test
    void itNeedsNeitherSpringAiNorHealthNorMetersNorTheServer() {
        program.withClassLoader(new FilteredClassLoader(
                        "org.springframework.ai",
                        "org.springframework.boot.health",
                        "io.micrometer",
                        "io.github.deepgen4j.server"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("deepGen")
                        .doesNotHaveBean("deepGenImageModel")
                        .doesNotHaveBean("deepGenHealthIndicator")
                        .doesNotHaveBean("deepGenMeters"));
    }

    @Test
    void theServerWithoutItsModuleSaysWhatIsMissing() {
        program.withClassLoader(new FilteredClassLoader("io.github.deepgen4j.server"))
                .withPropertyValues("deepgen.server.enabled=true")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("deepgen4j-server"));
    }

    @Test
    void theServerDrawsWithTheModelOfTheProgram() {
        program.withPropertyValues(
                        "deepgen.server.enabled=true", "deepgen.server.port=0", "deepgen.server.data=" + folder)
                .run(context -> {
                    var server = context.getBean(DeepGenServer.class);
                    JsonNode answer = post(
                            server.url() + "/v1/images/generations", "{\"prompt\": \"a red circle\", \"steps\": 2}");
                    assertThat(answer.get("data").size()).isEqualTo(1);
                });
        program.run(context -> assertThat(context).doesNotHaveBean(DeepGenServer.class));
    }

    private static JsonNode post(String url, String json) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build();
            return Json.read(http.send(request, BodyHandlers.ofString()).body());
        }
    }

    @Test
    void theServerIsNotOpenToOthersWithoutKeys() {
        program.withPropertyValues(
                        "deepgen.server.enabled=true", "deepgen.server.port=0", "deepgen.server.host=0.0.0.0")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("without a key"));
    }

    @Test
    void editorsKnowTheProperties() throws Exception {
        try (InputStream file =
                DeepGenProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode metadata = Json.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(metadata.get("properties").stream()
                            .filter(property -> property.path("description").isString())
                            .map(property -> property.get("name").stringValue()))
                    .containsExactlyInAnyOrder(
                            "deepgen.model",
                            "deepgen.device",
                            "deepgen.dtype",
                            "deepgen.options",
                            "deepgen.server.enabled",
                            "deepgen.server.host",
                            "deepgen.server.port",
                            "deepgen.server.data",
                            "deepgen.server.keys");
        }
    }
}
