// SPDX-License-Identifier: Apache-2.0
/**
 * Whole checkpoint folders in the released layout (spec/model.md section 9.1): what one holds, whether it is intact,
 * and new ones with random weights.
 */
package io.github.deepgen4j.model.checkpoint;
