// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.evaluation.program.ShapeWorldJudge;
import io.github.deepgen4j.training.rl.prompt.RewardName;
import io.github.deepgen4j.training.yaml.BesideFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The one who answers for a reward: a judge, or a scorer of pictures.
 *
 * @param url null for the usual one
 * @param folder of a scorer as ONNX files with {@code engine.json}; null for one behind an address
 * @param judge {@code shapeworld} for the exact judge of this project instead of one behind an address; else null
 * @param model a judge's name there
 * @param workers questions on their way at once
 * @param key environment variable with a judge's key; null for none
 * @param temperature of a judge; null for the published one
 * @param maxTokens longest reply of a judge; null for the published one
 * @param attempts calls of a judge that fail for a reason that may pass, in all
 * @param timeout seconds of a judge's first answer; each further attempt has 5 more
 */
public record Service(
        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        URI url,

        @BesideFile @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Path folder,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        String judge,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        String model,

        @JsonProperty(defaultValue = "16") int workers,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        String key,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Double temperature,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Integer maxTokens,

        @JsonProperty(defaultValue = "10") int attempts,
        @JsonProperty(defaultValue = "160") int timeout) {
    /** Under the usual address and settings. */
    public static final Service USUAL = new Service(null, null, null, null, 16, null, null, null, 10, 160);

    /**
     * The ports where services are looked for (spec/rl.md section 8.2), each once: {@code hps} has moved from 18087,
     * which UnifiedReward-Think has, too, and {@code unifiedreward_sglang} is asked where its server listens (B26).
     */
    private static final Map<RewardName, Integer> PORTS = Map.ofEntries(
            Map.entry(RewardName.AESTHETIC, 18080),
            Map.entry(RewardName.IMAGE_REWARD, 18081),
            Map.entry(RewardName.PICKSCORE, 18083),
            Map.entry(RewardName.DEQA, 18084),
            Map.entry(RewardName.UNIFIEDREWARD_SGLANG, 18086),
            Map.entry(RewardName.UNIFIEDREWARD_THINK, 18087),
            Map.entry(RewardName.UNIFIEDREWARD, 18087),
            Map.entry(RewardName.OCR_VLLM, 18087),
            Map.entry(RewardName.EDITREWARD, 18088),
            Map.entry(RewardName.HPS, 18090));

    public Service {
        require(url == null || folder == null, "folder", "nothing beside url", folder);
        boolean program = ShapeWorldJudge.NAME.equals(judge) && url == null && folder == null;
        require(judge == null || program, "judge", "shapeworld, without url and folder", judge);
        require(
                url == null
                        || url.getHost() != null
                                && String.valueOf(url.getScheme()).matches("https?"),
                "url",
                "an address such as http://localhost:18087",
                url);
        require(workers >= 1, "workers", "1 or more", workers);
        require(attempts >= 1, "attempts", "1 or more", attempts);
        require(timeout >= 1, "timeout", "1 or more, in seconds", timeout);
        require(temperature == null || temperature >= 0, "temperature", "0 or more", temperature);
        require(maxTokens == null || maxTokens >= 1, "max_tokens", "1 or more", maxTokens);
    }

    /** The address of a reward's service: the given or the usual one; empty for a reward that needs none. */
    Optional<URI> address(RewardName reward) {
        return url != null
                ? Optional.of(url)
                : Optional.ofNullable(PORTS.get(reward)).map(port -> URI.create("http://localhost:" + port));
    }
}
