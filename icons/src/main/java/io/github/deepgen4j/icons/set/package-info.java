// SPDX-License-Identifier: Apache-2.0
/** Sets of drawings and the names of what they show. */
package io.github.deepgen4j.icons.set;
