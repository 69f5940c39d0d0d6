/**
 * Training: {@link io.github.deepgen4j.training.Training} makes a run of a configuration, any
 * {@link io.github.deepgen4j.training.objective.Objective} and a folder that can be resumed at the very next loss.
 */
package io.github.deepgen4j.training;
