// SPDX-License-Identifier: Apache-2.0
/** Answerers that pass questions on to engines. */
package io.github.deepgen4j.evaluation.answer;
