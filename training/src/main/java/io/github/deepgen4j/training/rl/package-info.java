// SPDX-License-Identifier: Apache-2.0
/** Stage 3 (spec/rl.md): groups of images are drawn, rewarded and compared, and the transformer learns from that. */
package io.github.deepgen4j.training.rl;
