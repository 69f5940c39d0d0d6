// SPDX-License-Identifier: Apache-2.0
/** Jobs from their submission to their end: what is kept of them, who is next, and how long it will take. */
package io.github.deepgen4j.server.queue;
