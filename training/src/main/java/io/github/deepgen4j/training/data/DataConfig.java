// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.ConfigException;
import java.util.List;

/**
 * The data of a run. What is null takes the reference's value.
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
        ImageProcess image,
        ImageChecks checks,
        Text text,
        Integer maxRefs,
        Boolean shuffle,
        Loader loader,
        List<GroupConfig> groups) {

    /** @see Preparation */
    public record Text(double unconditional, double editUnconditional) {
        public static final Text REFERENCE = new Text(0.1, 0);
    }

    /**
     * @param prefetch micro-batches that are read ahead
     * @param retries other samples that are tried for a bad one
     * @param maxBad bad samples of a run, each counted once and without those that checks refuse, after which it ends
     */
    public record Loader(int prefetch, int retries, int maxBad) {
        public static final Loader DEFAULT = new Loader(4, 10, 1000);

        public Loader {
            if (prefetch < 0 || retries < 0 || maxBad < 0) {
                throw new ConfigException("loader expected prefetch, retries and max_bad >= 0, found %d, %d and %d"
                        .formatted(prefetch, retries, maxBad));
            }
        }
    }

    /** @see Group */
    public record GroupConfig(int repeats, int batch, List<SourceConfig> sources) {
        public GroupConfig {
            sources = sources == null ? List.of() : List.copyOf(sources);
        }
    }

    public DataConfig {
        image = image == null ? ImageProcess.REFERENCE : image;
        checks = checks == null ? ImageChecks.REFERENCE : checks;
        text = text == null ? Text.REFERENCE : text;
        maxRefs = maxRefs == null ? 1 : maxRefs;
        shuffle = shuffle == null || shuffle;
        loader = loader == null ? Loader.DEFAULT : loader;
        groups = groups == null ? List.of() : List.copyOf(groups);
        if (maxRefs < 1 || groups.isEmpty()) {
            throw new ConfigException(
                    "data expected max_refs >= 1 and at least one group, found " + maxRefs + " and " + groups.size());
        }
    }

    /** Sources that are looked at one by one, every image of their edits included. */
    public static DataConfig of(List<SourceConfig> sources, ImageProcess image, ImageChecks checks) {
        List<GroupConfig> groups = sources.stream()
                .map(source -> new GroupConfig(1, 1, List.of(source)))
                .toList();
        return new DataConfig(image, checks, null, Integer.MAX_VALUE, null, null, groups);
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
