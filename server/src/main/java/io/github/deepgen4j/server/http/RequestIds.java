// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names of requests, for those who look for one in a log. */
final class RequestIds {
    private RequestIds() {}

    static String next() {
        return "req_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
