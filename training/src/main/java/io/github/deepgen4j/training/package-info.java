/**
 * Training: a {@link io.github.deepgen4j.training.run.Trainer} that any
 * {@link io.github.deepgen4j.training.objective.Objective} fits, run folders that can be resumed at the very next loss,
 * and the parts of a model as trainable tensors.
 */
package io.github.deepgen4j.training;
