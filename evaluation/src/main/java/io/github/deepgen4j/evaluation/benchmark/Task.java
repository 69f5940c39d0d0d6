// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.task.Question;

/**
 * One question about a picture.
 *
 * @param name unique among those about this picture: the number of the question or what it asks for
 */
public record Task(String name, Question question) {}
