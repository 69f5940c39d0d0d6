// SPDX-License-Identifier: Apache-2.0
/**
 * Files and folders, whatever is in them: atomic writing, checksums, removal, configuration files, numbers of bytes in
 * messages. And the check of arguments that every package may need.
 */
package io.github.deepgen4j.model.files;
