/**
 * The LibTorch facade: the only package that touches {@code org.bytedeco}.
 *
 * <p>Tensors exist inside a {@link io.github.deepgen4j.tensor.Scope}, die with it unless they are kept or owned, and
 * every failure is a {@link io.github.deepgen4j.tensor.TensorException} that names the operation and the shapes.
 */
package io.github.deepgen4j.tensor;
