// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

/** One of twelve, four of composition and eight of reasoning; each has a file of 90 items. */
public enum Dimension {
    C_MI("Multi-Instance"),
    C_MA("Multi-Attribute"),
    C_MR("Multi-Relation"),
    C_TR("Text Rendering"),
    R_LR("Logical"),
    R_BR("Behavioral"),
    R_HR("Hypothetical"),
    R_PR("Procedural"),
    R_GR("Generalization"),
    R_AR("Analogical"),
    R_CR("Commonsense"),
    R_RR("Reconstructive");

    private final String title;

    Dimension(String title) {
        this.title = title;
    }

    /** The tested ability, in words. */
    public String title() {
        return title;
    }

    /** Beginning of files and ids, such as {@code C-MI}. */
    public String code() {
        return name().replace('_', '-');
    }
}
