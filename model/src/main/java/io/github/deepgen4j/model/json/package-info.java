// SPDX-License-Identifier: Apache-2.0
/** JSON as trees, read and written by the streaming parser of Jackson 3, which needs no annotations of any version. */
package io.github.deepgen4j.model.json;
