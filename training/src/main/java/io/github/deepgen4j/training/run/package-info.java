// SPDX-License-Identifier: Apache-2.0
/** A run as it goes on: loop, update, checkpoints, metrics, and the folder that holds them. */
package io.github.deepgen4j.training.run;
