// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.model.files.ConfigException;
import java.util.List;

/**
 * The data of a run. Every field but {@code groups} may be left out, and is the reference's then.
 *
 * @param image sizes of images
 * @param checks which images are refused
 * @param text how often texts are left out
 * @param maxRefs input images of an edit that are used, 1 in the reference (T3)
 * @param shuffle false: every source in its natural order, again and again
 * @param loader how samples are read ahead, and how many may be bad
 * @param groups in the order of their turns
 */
public record DataConfig(
        @JsonProperty(defaultValue = "{}") ImageProcess image,
        @JsonProperty(defaultValue = "{}") ImageChecks checks,
        @JsonProperty(defaultValue = "{}") Text text,
        @JsonProperty(defaultValue = "1") int maxRefs,
        @JsonProperty(defaultValue = "true") boolean shuffle,
        @JsonProperty(defaultValue = "{}") Loader loader,
        List<GroupConfig> groups) {

    /** @see Preparation */
    public record Text(
            @JsonProperty(defaultValue = "0.1") double unconditional,
            @JsonProperty(defaultValue = "0") double editUnconditional) {
        public static final Text REFERENCE = new Text(0.1, 0);

        public Text {
            require(unconditional >= 0 && unconditional <= 1, "unconditional", "0 to 1", unconditional);
            require(
                    editUnconditional >= 0 && editUnconditional <= 1,
                    "edit_unconditional",
                    "0 to 1",
                    editUnconditional);
        }
    }

    /**
     * @param prefetch micro-batches that are read ahead
     * @param retries other samples that are tried for a bad one
     * @param maxBad bad samples of a run, each counted once and without those that checks refuse, after which it ends
     */
    public record Loader(
            @JsonProperty(defaultValue = "4") int prefetch,
            @JsonProperty(defaultValue = "10") int retries,
            @JsonProperty(defaultValue = "1000") int maxBad) {
        public static final Loader DEFAULT = new Loader(4, 10, 1000);

        private static final int MOST_AHEAD = 10_000;

        public Loader {
            require(prefetch >= 0 && prefetch <= MOST_AHEAD, "prefetch", "0 to " + MOST_AHEAD, prefetch);
            require(retries >= 0, "retries", "0 or more", retries);
            require(maxBad >= 0, "max_bad", "0 or more", maxBad);
        }
    }

    /** @see Group */
    public record GroupConfig(int repeats, int batch, List<SourceConfig> sources) {
        public GroupConfig {
            require(repeats >= 1, "repeats", "1 or more", repeats);
            require(batch >= 1, "batch", "1 or more", batch);
            require(!sources.isEmpty(), "sources", "at least one", "none");
            sources = List.copyOf(sources);
        }
    }

    public DataConfig {
        require(maxRefs >= 1, "max_refs", "1 or more", maxRefs);
        require(!groups.isEmpty(), "groups", "at least one", "none");
        groups = List.copyOf(groups);
    }

    /** Sources that are looked at one by one, every image of their edits included. */
    public static DataConfig of(List<SourceConfig> sources, ImageProcess image, ImageChecks checks) {
        List<GroupConfig> groups = sources.stream()
                .map(source -> new GroupConfig(1, 1, List.of(source)))
                .toList();
        return new DataConfig(image, checks, Text.REFERENCE, Integer.MAX_VALUE, true, Loader.DEFAULT, groups);
    }

    Preparation preparation(Limits limits) {
        return new Preparation(image, text.unconditional(), text.editUnconditional(), limits);
    }

    /** @throws ConfigException if images of edits would be cropped at random */
    void requireFitting(List<SampleType> types) {
        if (image.mode() == ImageProcess.Mode.CROP2SQUARE && types.contains(SampleType.IMAGE_TO_IMAGE)) {
            throw new ConfigException("image mode crop2square cannot be used with edits: their images would no longer"
                    + " show the same place");
        }
    }
}
