// SPDX-License-Identifier: Apache-2.0
/** YAML as people write it, bound to records: every error says in which line, which field, and what was expected. */
package io.github.deepgen4j.training.yaml;
