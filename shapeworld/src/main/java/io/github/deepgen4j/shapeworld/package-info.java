// SPDX-License-Identifier: Apache-2.0
/**
 * ShapeWorld: a synthetic world of coloured shapes whose images can be scored exactly by program. It is the nano
 * model's training data, a benchmark that needs no judge, and a source of rewards. This package holds the sets of
 * examples and their splits; below it, {@code scene} renders, {@code prompt} and {@code edit} word what is asked,
 * {@code task} holds one example, {@code scoring} judges images.
 */
package io.github.deepgen4j.shapeworld;
