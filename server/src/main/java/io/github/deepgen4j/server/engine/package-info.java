// SPDX-License-Identifier: Apache-2.0
/** Models that draw, in this process or in a child process, behind one interface; they know no queue and no network. */
package io.github.deepgen4j.server.engine;
