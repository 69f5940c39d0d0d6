// SPDX-License-Identifier: Apache-2.0
/** DeepGen behind langchain4j's {@code ImageModel}, in the same JVM. */
package io.github.deepgen4j.langchain4j;
