// SPDX-License-Identifier: Apache-2.0
/** A client of judges: models behind an OpenAI-compatible chat. Knows no benchmark. */
package io.github.deepgen4j.evaluation.judge;
