// SPDX-License-Identifier: Apache-2.0
/** Pictures, files and texts that the edit benchmarks have in common. */
package io.github.deepgen4j.evaluation.benchmark.edit;
