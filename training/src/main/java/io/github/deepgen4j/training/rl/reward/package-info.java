// SPDX-License-Identifier: Apache-2.0
/** Rewards of reinforcement learning, over engines and judges, for groups of pictures of one prompt. */
package io.github.deepgen4j.training.rl.reward;
