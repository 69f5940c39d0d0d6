// SPDX-License-Identifier: Apache-2.0
/** The page that people see: its files, which lie beside these classes. */
package io.github.deepgen4j.server.page;
