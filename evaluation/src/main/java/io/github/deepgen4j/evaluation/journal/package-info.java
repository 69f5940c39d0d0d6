// SPDX-License-Identifier: Apache-2.0
/** The record of every question and what came back, from which all results are computed. */
package io.github.deepgen4j.evaluation.journal;
