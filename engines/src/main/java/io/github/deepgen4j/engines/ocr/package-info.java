// SPDX-License-Identifier: Apache-2.0
/** Reading text with the networks of PP-OCR: regions of text, their direction, their characters. */
package io.github.deepgen4j.engines.ocr;
