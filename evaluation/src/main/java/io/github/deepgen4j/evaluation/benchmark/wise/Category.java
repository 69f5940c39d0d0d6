// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

/** Field of knowledge that an item asks for; its id decides. */
public enum Category {
    CULTURE,
    TIME,
    SPACE,
    BIOLOGY,
    PHYSICS,
    CHEMISTRY
}
