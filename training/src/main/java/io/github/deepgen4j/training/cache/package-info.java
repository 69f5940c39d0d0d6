/** Tensors that frozen parts of a model make of the data, kept on disk and found by content. */
package io.github.deepgen4j.training.cache;
