// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

/** What an item asks knowledge of; its id decides. */
public enum Category {
    CULTURE,
    TIME,
    SPACE,
    BIOLOGY,
    PHYSICS,
    CHEMISTRY
}
