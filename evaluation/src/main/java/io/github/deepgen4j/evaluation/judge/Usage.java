// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

/**
 * The calls of a client so far.
 *
 * @param calls requests over the network, repeated ones included
 * @param sent tokens, as the server counts them; 0 if it does not
 * @param received tokens, as the server counts them
 */
public record Usage(long calls, long sent, long received) {}
