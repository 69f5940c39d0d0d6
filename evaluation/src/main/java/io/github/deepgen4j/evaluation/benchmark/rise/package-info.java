// SPDX-License-Identifier: Apache-2.0
/** RISEBench: edits that need temporal, causal, spatial or logical reasoning. */
package io.github.deepgen4j.evaluation.benchmark.rise;
