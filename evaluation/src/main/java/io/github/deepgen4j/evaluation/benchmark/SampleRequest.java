// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.task.Picture;
import java.util.Optional;

/**
 * One picture to draw; what all pictures of a run have in common is in its {@link Protocol}.
 *
 * @param sample number among those of its item, from 0
 * @param source the image to edit; empty for text to image
 */
public record SampleRequest(int sample, String prompt, long seed, Optional<Picture> source) {}
