// SPDX-License-Identifier: Apache-2.0
/** Prompts of reinforcement learning: data sets, their mix, and the rewards that each asks for. */
package io.github.deepgen4j.training.rl.prompt;
