// SPDX-License-Identifier: Apache-2.0
/** The server: what {@code deepgen serve} starts, made of the packages below. */
package io.github.deepgen4j.server;
