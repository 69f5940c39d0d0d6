// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.security.SecureRandom;

/**
 * Ids of 26 characters that sort by time: 48 bits of milliseconds and 80 random bits in Crockford's base 32 (the ULID
 * specification). Those of one millisecond count up, so that the order of making is the order of ids.
 */
final class Ulid {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final int TIME_BITS = 48;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static long lastMillis;
    private static long high; // 16 bits
    private static long low; // 64 bits

    private Ulid() {}

    static synchronized String next() {
        long now = System.currentTimeMillis();
        if (now > lastMillis) {
            lastMillis = now;
            high = RANDOM.nextInt(1 << 16);
            low = RANDOM.nextLong();
        } else {
            long before = low;
            low += 1 + (RANDOM.nextLong() >>> 8); // a step of 56 random bits: still unguessable
            high += Long.compareUnsigned(low, before) < 0 ? 1 : 0;
        }
        return text(lastMillis << 64 - TIME_BITS | high & 0xffff, low);
    }

    /** @param upper the first 64 of 128 bits */
    private static String text(long upper, long lower) {
        char[] text = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (lower & 31));
            lower = lower >>> 5 | upper << 59;
            upper >>>= 5;
        }
        return new String(text);
    }
}
