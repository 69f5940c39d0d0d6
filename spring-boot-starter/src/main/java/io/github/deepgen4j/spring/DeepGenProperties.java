// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.spring;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.drawing.DrawOptions;
import io.github.deepgen4j.tensor.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties under {@code deepgen}.
 *
 * @param model {@code nano}, a folder, or the name of a repository of the hub that was downloaded before.
 * @param device where to compute, for the whole process: cpu or cuda. The processor unless the JVM's system property
 *     says otherwise.
 * @param dtype type of the arithmetic: auto, f32 or bf16.
 * @param options of images unless a call says otherwise, under their names in the HTTP API: steps, size,
 *     negative-prompt.
 * @param server the HTTP front.
 */
@ConfigurationProperties("deepgen")
public record DeepGenProperties(
        @DefaultValue("nano") String model,
        Device device,
        @DefaultValue("auto") Compute dtype,
        @DefaultValue Map<String, String> options,
        @DefaultValue Server server) {
    /**
     * Properties of the server.
     *
     * @param enabled true to answer OpenAI's images API on a port of its own.
     * @param host address to listen on; others than those of this machine need keys.
     * @param port to listen on; 0 for any that is free.
     * @param data folder of jobs and pictures.
     * @param keys file of keys that callers must show, which {@code deepgen keys create} makes.
     */
    public record Server(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("127.0.0.1") String host,
            @DefaultValue("7860") int port,
            @DefaultValue("deepgen-data") Path data,
            Path keys) {}

    /** The options; names may be written with hyphens. */
    DrawOptions drawOptions() {
        Map<String, String> named = new LinkedHashMap<>();
        options.forEach((name, value) -> named.put(name.replace('-', '_'), value));
        return DrawOptions.of(named);
    }
}
