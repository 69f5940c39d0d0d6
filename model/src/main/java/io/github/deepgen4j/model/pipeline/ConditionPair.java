// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.connector.Conditions;

/** Conditions of the prompts and of the negative prompts, each of B rows. */
public record ConditionPair(Conditions positive, Conditions negative) {}
