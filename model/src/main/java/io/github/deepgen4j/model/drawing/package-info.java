// SPDX-License-Identifier: Apache-2.0
/**
 * Images asked for by name: the fields of OpenAI's images API and ours, read once for HTTP, langchain4j and Spring AI,
 * and drawn by a {@link io.github.deepgen4j.model.pipeline.DeepGen}.
 */
package io.github.deepgen4j.model.drawing;
