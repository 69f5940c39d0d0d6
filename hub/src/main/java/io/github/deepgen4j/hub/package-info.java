// SPDX-License-Identifier: Apache-2.0
/**
 * The Hugging Face hub: its HTTP protocol, downloads that survive anything, and the cache that Python programs share.
 * Written after the public behaviour of {@code huggingface_hub}.
 */
package io.github.deepgen4j.hub;
