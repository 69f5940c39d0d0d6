/**
 * Training data: {@link io.github.deepgen4j.training.data.Source}s of samples, mixed and ordered by a
 * {@link io.github.deepgen4j.training.data.MultiSourceSampler}, read ahead by a
 * {@link io.github.deepgen4j.training.data.DataLoader}. Everything here works on plain images and texts, without
 * tensors or a model, but for the classes that make ShapeWorld in memory.
 */
package io.github.deepgen4j.training.data;
