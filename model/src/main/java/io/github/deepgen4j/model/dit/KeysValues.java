// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.tensor.Tensor;

/** Keys and values of tokens in one attention, both (B, H, n, d): B rows, H heads of width d, n tokens. */
public record KeysValues(Tensor keys, Tensor values) {}
