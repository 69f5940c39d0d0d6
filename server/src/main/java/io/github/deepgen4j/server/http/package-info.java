// SPDX-License-Identifier: Apache-2.0
/** HTTP: one exchange at a time, over Jetty, which no other package names. */
package io.github.deepgen4j.server.http;
