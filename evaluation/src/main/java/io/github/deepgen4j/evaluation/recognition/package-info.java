// SPDX-License-Identifier: Apache-2.0
/** A network that tells which thing a picture shows: trained here, asked as a detector. */
package io.github.deepgen4j.evaluation.recognition;
