/**
 * Parts common to every benchmark: a list of items, a folder of images drawn for them, scores and a report. A
 * benchmark itself lives in a package of its own beside this one.
 */
package io.github.deepgen4j.evaluation.benchmark;
