// SPDX-License-Identifier: Apache-2.0
/** UniREditBench: edits that need reasoning, with a picture and a text to compare with. */
package io.github.deepgen4j.evaluation.benchmark.uniredit;
