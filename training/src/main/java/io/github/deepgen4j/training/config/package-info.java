// SPDX-License-Identifier: Apache-2.0
/** The configuration of a run, and the YAML file that it comes from. */
package io.github.deepgen4j.training.config;
