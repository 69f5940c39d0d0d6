// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import java.util.List;
import java.util.Optional;

/**
 * Options of the line between clients and the server.
 *
 * @param tls files of a server that speaks TLS; empty for one that speaks in the clear
 * @param proxies addresses whose {@code X-Forwarded} headers are believed
 */
public record NetworkOptions(Optional<TlsFiles> tls, List<AddressRange> proxies) {
    /** In the clear, and nobody is believed. */
    public static final NetworkOptions DEFAULT = new NetworkOptions(Optional.empty(), List.of());

    public NetworkOptions {
        proxies = List.copyOf(proxies);
    }

    boolean trusts(String address) {
        return proxies.stream().anyMatch(range -> range.contains(address));
    }
}
