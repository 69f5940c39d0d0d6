// SPDX-License-Identifier: Apache-2.0
/** Reports of results for people. */
package io.github.deepgen4j.evaluation.report;
