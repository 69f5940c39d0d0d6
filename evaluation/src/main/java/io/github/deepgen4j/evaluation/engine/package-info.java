// SPDX-License-Identifier: Apache-2.0
/**
 * Models that look at an image and answer: a detector of objects, a reader of text, a classifier of colours, a
 * comparison of image and text, a model that answers questions. Interfaces only, for benchmarks and for rewards; module
 * {@code engines} implements them.
 */
package io.github.deepgen4j.evaluation.engine;
