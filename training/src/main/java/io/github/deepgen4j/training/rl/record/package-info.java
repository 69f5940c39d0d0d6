// SPDX-License-Identifier: Apache-2.0
/** The records that a run of stage 3 keeps of itself: a line an update, alarms, pictures, a page. */
package io.github.deepgen4j.training.rl.record;
