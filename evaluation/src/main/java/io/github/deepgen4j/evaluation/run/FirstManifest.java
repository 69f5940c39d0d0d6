// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import java.util.List;
import java.util.Locale;

/** {@code manifest.json} as it was before it had a format: of ShapeWorld, one sample an item. */
record FirstManifest(
        String benchmark,
        FirstSelection selection,
        FirstSettings settings,
        @JsonAlias("pictures") List<FirstEntry> images) {
    private static final String PICTURES = RunFolder.PICTURES + "/";

    record FirstSelection(String split, List<String> groups, int perGroup) {}

    record FirstSettings(
            String model, String fingerprint, String dtype, int steps, double guidance, long seed, String size) {}

    record FirstEntry(String group, int number, String prompt, long seed, String file, String reference) {
        Manifest.Entry now() {
            return new Manifest.Entry(
                    String.format(Locale.ROOT, "%s/%03d", group, number),
                    group,
                    0,
                    prompt,
                    seed,
                    file.startsWith(PICTURES) ? file.substring(PICTURES.length()) : file,
                    reference);
        }
    }

    Manifest now() {
        return new Manifest(
                3,
                benchmark,
                selection.split(),
                "en",
                new Selection(selection.groups(), selection.perGroup()),
                new Manifest.Settings(
                        settings.model(),
                        settings.fingerprint(),
                        settings.dtype(),
                        1,
                        settings.steps(),
                        settings.guidance(),
                        settings.seed(),
                        settings.size(),
                        "default",
                        "squash",
                        Manifest.Settings.EXACT),
                images.stream().map(FirstEntry::now).toList());
    }
}
