// SPDX-License-Identifier: Apache-2.0
/** Strict reading of benchmarks' data files: every fault names the file, the line and what was expected. */
package io.github.deepgen4j.evaluation.data;
