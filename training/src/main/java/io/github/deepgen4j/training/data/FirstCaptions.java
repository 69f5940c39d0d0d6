// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The first captions of a mix, in the natural order of its sources, edits left out. */
final class FirstCaptions {
    private static final int TRIED = 100; // samples of a source

    private FirstCaptions() {}

    /** At most so many, different and not blank. */
    static List<String> of(DataConfig config, int most) {
        Set<String> captions = new LinkedHashSet<>();
        try (Mix mix = Mix.open(config)) {
            for (Source source : mix.sources()) {
                boolean described = source.type() == SampleType.TEXT_TO_IMAGE;
                for (int i = 0; described && captions.size() < most && i < Math.min(TRIED, source.size()); i++) {
                    add(source, i, captions);
                }
            }
        }
        return List.copyOf(captions);
    }

    private static void add(Source source, int index, Set<String> captions) {
        try {
            String text = source.read(index).text();
            if (!text.isBlank()) {
                captions.add(text);
            }
        } catch (BadSampleException e) {
            // the run reports it
        }
    }
}
