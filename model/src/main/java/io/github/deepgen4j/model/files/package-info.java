// SPDX-License-Identifier: Apache-2.0
/**
 * Files and folders, whatever is in them: atomic writing, checksums, removal, configuration files, numbers of bytes in
 * messages.
 */
package io.github.deepgen4j.model.files;
