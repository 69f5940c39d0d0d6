// SPDX-License-Identifier: Apache-2.0
/** Rows of Parquet and Apache Arrow files, in which data set hubs keep their sets. */
package io.github.deepgen4j.tables;
