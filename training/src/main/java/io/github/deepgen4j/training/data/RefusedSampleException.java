// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

/**
 * A sample that is whole, but that the configuration does not want: no sign of damaged data, so it is not in their
 * budget.
 */
public final class RefusedSampleException extends BadSampleException {
    private static final long serialVersionUID = 1L;

    public RefusedSampleException(String message) {
        super(message);
    }
}
