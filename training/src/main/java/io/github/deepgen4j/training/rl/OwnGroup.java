// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import java.util.List;

/**
 * A group that this process has drawn.
 *
 * @param number of the group in the run
 * @param noise from which it was drawn
 */
record OwnGroup(long number, Prompt prompt, GroupNoise noise, List<Image> images, Trajectory trajectory) {}
