// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import java.util.List;

/**
 * What two results must have in common to be of the same thing.
 *
 * @param by the fingerprints of judges, engines and programs that answered, sorted
 */
public record ResultKey(String benchmark, String version, String language, String mode, List<String> by) {
    public ResultKey {
        by = List.copyOf(by);
    }
}
