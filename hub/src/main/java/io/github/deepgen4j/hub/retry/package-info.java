// SPDX-License-Identifier: Apache-2.0
/** Retry with exponential back-off that obeys {@code Retry-After}: for every client of an HTTP service. */
package io.github.deepgen4j.hub.retry;
