/**
 * The parts that every benchmark gives: items, what is drawn for them and where it lies, questions about it, the
 * meaning of answers and their sum. A benchmark itself lives in a package of its own beside this one, with all of its
 * rules.
 */
package io.github.deepgen4j.evaluation.benchmark;
