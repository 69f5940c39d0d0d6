// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * Addresses that begin alike (RFC 4632): {@code 10.0.0.0/8}, {@code fd00::/8}, or one address.
 *
 * @param bits number of bits from the beginning
 */
public record AddressRange(InetAddress address, int bits) {
    private static final String LITERAL = "[0-9a-fA-F:.]+";

    /** @throws IllegalArgumentException for other text */
    public static AddressRange parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length <= 2 && parts[0].matches(LITERAL)) {
            InetAddress address = address(parts[0]);
            int all = 8 * address.getAddress().length;
            String bits = parts.length == 2 ? parts[1] : Integer.toString(all);
            if (bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= all) {
                return new AddressRange(address, Integer.parseInt(bits));
            }
        }
        throw new IllegalArgumentException("expected addresses such as 10.0.0.0/8 or fd00::/8, found " + text);
    }

    /** True for text that is an address, not a name. */
    static boolean isAddress(String text) {
        try {
            return text.matches(LITERAL) && address(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.ofLiteral(literal); // asks nobody
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected an address, found " + literal, e);
        }
    }

    /** @param text an address */
    boolean contains(String text) {
        if (!isAddress(text)) {
            return false;
        }
        byte[] own = address.getAddress();
        byte[] other = address(text).getAddress();
        return own.length == other.length && Arrays.equals(prefix(own), prefix(other));
    }

    private byte[] prefix(byte[] whole) {
        byte[] prefix = Arrays.copyOf(whole, whole.length);
        for (int i = 0; i < prefix.length; i++) {
            int kept = Math.clamp(bits - 8L * i, 0, 8);
            prefix[i] &= (byte) (0xff00 >>> kept);
        }
        return prefix;
    }
}
