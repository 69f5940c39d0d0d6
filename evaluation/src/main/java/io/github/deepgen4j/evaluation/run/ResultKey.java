// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import java.util.List;

/**
 * The identity of a result: two that are compared must have it in common.
 *
 * @param by the fingerprints of judges, engines and programs that answered, sorted
 */
public record ResultKey(String benchmark, String version, String language, String mode, List<String> by) {
    public ResultKey {
        by = List.copyOf(by);
    }
}
