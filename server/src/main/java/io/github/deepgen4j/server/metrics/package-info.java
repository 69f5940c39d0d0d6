// SPDX-License-Identifier: Apache-2.0
/** Measures of the server, for Prometheus. */
package io.github.deepgen4j.server.metrics;
