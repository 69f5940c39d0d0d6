// SPDX-License-Identifier: Apache-2.0
/** The routes of the server and what they read and answer. */
package io.github.deepgen4j.server.api;
