// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The walk of the official scorer ({@code evaluate_images.py}, main): folders whose names are digits, and in their
 * {@code samples} the files whose names begin with digits and {@code .png}, whatever follows. Digits are those of
 * ASCII.
 */
final class GenEvalFolder {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SCORED = Pattern.compile("[0-9]+\\.png.*", Pattern.DOTALL);
    private static final Pattern USUAL = Pattern.compile("([0-9]{1,9})\\.png");
    private static final List<String> COMPARED = List.of("tag", "include", "exclude", "prompt");

    private GenEvalFolder() {}

    static String file(String item, int sample) {
        return String.format(Locale.ROOT, "%s/samples/%04d.png", item, sample);
    }

    static String metadata(String item) {
        return item + "/metadata.jsonl";
    }

    /** True for the name of a picture that another program than the official scorer would leave out. */
    static boolean isStray(String sample) {
        return !DIGITS.matcher(sample).matches();
    }

    /**
     * The pictures of an item, by number where their names are plain, by path below the folder otherwise.
     *
     * @throws ConfigException if the metadata beside them are of another item
     */
    static List<Drawn> find(GenEvalItem item, PictureFolder folder) {
        List<Drawn> found = new ArrayList<>();
        Set<String> samples = new HashSet<>();
        for (String name : folder.names("")) {
            if (DIGITS.matcher(name).matches() && Integer.parseInt(name) == item.index()) {
                requireSame(item, folder, metadata(name));
                for (String file : folder.names(name + "/samples")) {
                    if (SCORED.matcher(file).matches()) {
                        String path = name + "/samples/" + file;
                        String sample = sample(file, path, samples);
                        folder.picture(path).ifPresent(picture -> found.add(new Drawn(sample, picture)));
                    }
                }
            }
        }
        return found;
    }

    private static String sample(String file, String path, Set<String> samples) {
        var usual = USUAL.matcher(file);
        String number = usual.matches() ? String.valueOf(Integer.parseInt(usual.group(1))) : file;
        return samples.add(number) ? number : path;
    }

    private static void requireSame(GenEvalItem item, PictureFolder folder, String file) {
        if (!folder.has(file)) {
            return;
        }
        JsonNode found = JsonFile.object(folder.root().resolve(file));
        JsonNode expected = Json.read(item.metadata());
        for (String field : COMPARED) {
            if (!found.path(field).toString().equals(expected.path(field).toString())
                    && !found.path(field).equals(expected.path(field))) {
                throw new ConfigException("%s: %s expected %s, as in the data, found %s; score with the data that the"
                                .formatted(folder.root().resolve(file), field, expected.path(field), found.path(field))
                        + " pictures were drawn for");
            }
        }
    }
}
