// SPDX-License-Identifier: Apache-2.0
/** Metrics of a run for an MLflow tracking server. */
package io.github.deepgen4j.training.mlflow;
