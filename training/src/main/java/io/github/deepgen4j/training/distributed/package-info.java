// SPDX-License-Identifier: Apache-2.0
/** Several processes that train one model: how they find each other, and what each holds for all. */
package io.github.deepgen4j.training.distributed;
