// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.model.files.Given;

/** Parts of a drawing that are not computed; each changes the image, and none is taken unless it is asked for. */
public record Shortcuts(GuidanceInterval guidance, StepReuse reuse, ReferenceReuse references) {
    /** Everything is computed. */
    public static final Shortcuts NONE = new Shortcuts(GuidanceInterval.ALL, StepReuse.NONE, ReferenceReuse.NONE);

    public Shortcuts {
        Given.require("guidance interval", guidance);
        Given.require("reuse", reuse);
        Given.require("reuse of references", references);
    }

    /** With the references in every step. */
    public Shortcuts(GuidanceInterval guidance, StepReuse reuse) {
        this(guidance, reuse, ReferenceReuse.NONE);
    }

    /** True if the image is that of a drawing without shortcuts, to the byte. */
    public boolean isExact() {
        return equals(NONE);
    }

    /** True if a step needs what an earlier one has computed, so that a drawing cannot go on in its middle. */
    public boolean remembers() {
        return !reuse.equals(StepReuse.NONE) || !references.equals(ReferenceReuse.NONE);
    }

    /** As {@code guidance 0.0,0.6, reuse 0.1} and, if not in every step, {@code , references every 2}. */
    @Override
    public String toString() {
        String steps = "guidance " + guidance + ", reuse " + reuse;
        return references.equals(ReferenceReuse.NONE) ? steps : steps + ", references every " + references;
    }

    public Shortcuts withGuidance(GuidanceInterval value) {
        return new Shortcuts(value, reuse, references);
    }

    public Shortcuts withReuse(StepReuse value) {
        return new Shortcuts(guidance, value, references);
    }

    public Shortcuts withReferences(ReferenceReuse value) {
        return new Shortcuts(guidance, reuse, value);
    }
}
