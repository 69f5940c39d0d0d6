// SPDX-License-Identifier: Apache-2.0
/** Intervals and tests for the headlines of benchmarks, whose units are items, not images. */
package io.github.deepgen4j.evaluation.statistics;
