// SPDX-License-Identifier: Apache-2.0
/** Networks that see an image and a text: CLIP, and models that answer questions. */
package io.github.deepgen4j.engines.clip;
