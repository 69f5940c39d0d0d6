// SPDX-License-Identifier: Apache-2.0
/** Rules of whoever runs the server about what may be asked for. */
package io.github.deepgen4j.server.policy;
