// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.model.files.Given;

/** Parts of a drawing that are not computed; each changes the image, and none is taken unless it is asked for. */
public record Shortcuts(GuidanceInterval guidance, StepReuse reuse) {
    /** Everything is computed. */
    public static final Shortcuts NONE = new Shortcuts(GuidanceInterval.ALL, StepReuse.NONE);

    public Shortcuts {
        Given.require("guidance interval", guidance);
        Given.require("reuse", reuse);
    }

    /** True if the image is that of a drawing without shortcuts, to the byte. */
    public boolean isExact() {
        return equals(NONE);
    }

    /** As {@code guidance 0.0,0.6, reuse 0.1}. */
    @Override
    public String toString() {
        return "guidance " + guidance + ", reuse " + reuse;
    }

    public Shortcuts withGuidance(GuidanceInterval value) {
        return new Shortcuts(value, reuse);
    }

    public Shortcuts withReuse(StepReuse value) {
        return new Shortcuts(guidance, value);
    }
}
