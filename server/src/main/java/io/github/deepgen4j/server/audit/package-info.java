// SPDX-License-Identifier: Apache-2.0
/** The record of who asked for what, and what became of it. */
package io.github.deepgen4j.server.audit;
