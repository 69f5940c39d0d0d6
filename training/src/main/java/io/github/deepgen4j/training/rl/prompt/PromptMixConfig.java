// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.prompt;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * A mix of data sets of prompts, in the published form (spec/rl.md section 4).
 *
 * @param samplingMode what the weights of data sets mean
 */
public record PromptMixConfig(
        @JsonProperty(defaultValue = "sample_proportional") SamplingMode samplingMode, List<PromptSource> datasets) {
    /** The meaning of the weights of data sets. */
    public enum SamplingMode {
        /** Of a prompt: a data set is drawn from as often as weight times size say. */
        SAMPLE_PROPORTIONAL,
        /** Of the data set, whatever its size, also where all are equal (B22). */
        WEIGHT_ONLY;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PromptMixConfig {
        datasets = List.copyOf(datasets);
        require(!datasets.isEmpty(), "datasets", "at least one", "none");
        var names = new HashSet<String>();
        for (PromptSource source : datasets) {
            require(names.add(source.name()), "datasets", "different names", source.name() + " twice");
        }
    }
}
