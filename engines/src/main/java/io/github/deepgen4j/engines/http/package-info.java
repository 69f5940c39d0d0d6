// SPDX-License-Identifier: Apache-2.0
/** The engines at the other end of an HTTP connection: JSON, pictures as PNG in base64 (docs/evaluation.md). */
package io.github.deepgen4j.engines.http;
