// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.model.image.Size;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The choices among what a benchmark offers.
 *
 * @param language one of the benchmark's
 * @param judge one of {@link Benchmark#judges}, whose official way of asking is followed; empty for the usual one
 * @param checkout the user's copy of the official repository, from which texts without a licence are read
 * @param tile the size of one picture where a file holds several; the benchmark's usual one when empty
 */
public record Options(
        Selection selection, String language, Mode mode, String judge, Optional<Path> checkout, Optional<Size> tile) {
    /** Everything of a benchmark in its usual form. */
    public static Options usual(BenchmarkInfo info) {
        return new Options(
                Selection.ALL, info.languages().getFirst(), info.usual(), "", Optional.empty(), Optional.empty());
    }

    public Options withSelection(Selection value) {
        return new Options(value, language, mode, judge, checkout, tile);
    }

    public Options withLanguage(String value) {
        return new Options(selection, value, mode, judge, checkout, tile);
    }

    public Options withMode(Mode value) {
        return new Options(selection, language, value, judge, checkout, tile);
    }

    public Options withJudge(String value) {
        return new Options(selection, language, mode, value, checkout, tile);
    }

    public Options withCheckout(Path value) {
        return new Options(selection, language, mode, judge, Optional.of(value), tile);
    }

    public Options withTile(Size value) {
        return new Options(selection, language, mode, judge, checkout, Optional.of(value));
    }
}
