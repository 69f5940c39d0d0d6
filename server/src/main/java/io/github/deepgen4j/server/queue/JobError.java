// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

/**
 * Why a job failed.
 *
 * @param field of the request that is to blame, empty for none
 */
public record JobError(String code, String field, String message) {}
