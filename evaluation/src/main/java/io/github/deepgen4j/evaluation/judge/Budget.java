// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

/**
 * Bounds of what a judge may be asked.
 *
 * @param calls requests over the network, repeated ones included; 0 for no bound
 * @param money bound of the price of all tokens; 0 for no bound
 * @param input price of a million tokens that are sent, in any currency
 * @param output price of a million tokens that come back
 */
public record Budget(long calls, double money, double input, double output) {
    /** No bounds and no prices. */
    public static final Budget NONE = new Budget(0, 0, 0, 0);

    private static final double MILLION = 1e6;

    public Budget {
        if (calls < 0 || money < 0 || input < 0 || output < 0) {
            throw new IllegalArgumentException("a budget expected numbers of at least 0, found " + calls + ", " + money
                    + ", " + input + ", " + output);
        }
        if (money > 0 && input == 0 && output == 0) {
            throw new IllegalArgumentException("a bound of money expected the prices of tokens, found none");
        }
    }

    /** A bound of calls alone. */
    public static Budget ofCalls(long calls) {
        return new Budget(calls, 0, 0, 0);
    }

    /** The price of tokens. */
    public double price(long sent, long received) {
        return (sent * input + received * output) / MILLION;
    }

    /** True if nothing may be asked any more. */
    boolean spent(Usage usage) {
        return calls > 0 && usage.calls() >= calls || money > 0 && price(usage.sent(), usage.received()) >= money;
    }
}
