// SPDX-License-Identifier: Apache-2.0
/** The networks of a model folder as writable float32 parameters, and how new ones begin. */
package io.github.deepgen4j.training.parts;
