// SPDX-License-Identifier: Apache-2.0
/** GEdit-Bench: edits that users asked for, in English and Chinese, in eleven groups, judged by VIEScore. */
package io.github.deepgen4j.evaluation.benchmark.gedit;
