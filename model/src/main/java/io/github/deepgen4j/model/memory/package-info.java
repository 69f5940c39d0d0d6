// SPDX-License-Identifier: Apache-2.0
/** Memory that an image takes, foretold from dimensions and files, and the memory that the machine has. */
package io.github.deepgen4j.model.memory;
