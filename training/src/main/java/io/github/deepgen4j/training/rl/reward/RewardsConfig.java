// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepgen4j.training.rl.prompt.RewardName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The way in which rewards are computed; which ones are, the mix of prompts says.
 *
 * @param services of rewards that somebody else computes, where they are not the usual ones
 * @param orders in which a judge is shown the pictures of a pair
 * @param pictures the form in which judges are sent them
 * @param genEval the number that GenEval gives
 * @param failures share of questions without an answer above which the run stops before it learns from the others
 * @param selfTest whether each reward must tell known good pictures from bad ones before the run begins
 */
public record RewardsConfig(
        @JsonProperty(defaultValue = "{}") Map<RewardName, Service> services,
        @JsonProperty(defaultValue = "both") Orders orders,
        @JsonProperty(defaultValue = "auto") Transport pictures,
        @JsonProperty(defaultValue = "{}") OcrRules ocr,
        @JsonProperty(defaultValue = "soft") GenEvalWorth genEval,
        @JsonProperty(defaultValue = "0.02") double failures,
        @JsonProperty(defaultValue = "true") boolean selfTest) {
    /** The orders in which the pictures of a pair are shown (B16). */
    public enum Orders {
        /** Both, whose mean counts: twice the calls, no favour for a place. */
        BOTH,
        /** One, chosen by the pictures. */
        RANDOM,
        /** As published: the picture that was drawn earlier comes first. */
        FIRST;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The form of pictures on their way to a judge. */
    public enum Transport {
        /** PNG below 256 pixels, else JPEG. */
        AUTO,
        PNG,
        /** As published, of quality 95. */
        JPEG;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The numbers that GenEval has for a picture. */
    public enum GenEvalWorth {
        /** Partial scores, 1 at most. */
        SOFT,
        /** The verdict of the benchmark. */
        PLAIN,
        /** All demands are met exactly. */
        STRICT;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The usual services and rules. */
    public static final RewardsConfig USUAL =
            new RewardsConfig(Map.of(), Orders.BOTH, Transport.AUTO, OcrRules.USUAL, GenEvalWorth.SOFT, 0.02, true);

    public RewardsConfig {
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        require(failures >= 0 && failures < 1, "failures", "a share from 0 to less than 1", failures);
    }

    /** The service of a reward. */
    Service service(RewardName reward) {
        return services.getOrDefault(reward, Service.USUAL);
    }
}
