// SPDX-License-Identifier: Apache-2.0
/** ImgEdit-Bench, its basic suite: nine kinds of edits, each judged by a rubric of its own. */
package io.github.deepgen4j.evaluation.benchmark.imgedit;
