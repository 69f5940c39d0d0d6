// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.server.api.ApiOptions;
import io.github.deepgen4j.server.audit.AuditLog;
import io.github.deepgen4j.server.http.NetworkOptions;
import io.github.deepgen4j.server.policy.Policy;
import io.github.deepgen4j.server.queue.QueueLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Options of the server.
 *
 * @param host address that it listens on
 * @param port 0 for any that is free
 * @param data its folder
 * @param keys file of keys that callers must show; empty for none
 * @param open true to listen on an address that others can reach although there are no keys
 * @param drain how long the running picture may go on when the server is ended
 * @param mostBody bytes of a request
 * @param mostPart bytes of one image of a request
 * @param audit what the audit log says of prompts; empty for no such log
 * @param network the line to the clients
 * @param policy is asked before a request is taken
 */
public record ServerOptions(
        String version,
        String host,
        int port,
        Path data,
        Optional<Path> keys,
        boolean open,
        Duration drain,
        long mostBody,
        long mostPart,
        QueueLimits limits,
        ApiOptions api,
        Optional<AuditLog.Prompts> audit,
        NetworkOptions network,
        Policy policy) {
    /** A1111's port, which clients presume. */
    public static final int PORT = 7860;

    /** @throws ConfigException if others could reach it without a key, and nobody asked for that */
    public ServerOptions {
        if (!open && keys.isEmpty() && !loopback(host)) {
            throw new ConfigException("host " + host + ": others could use the server without a key; listen on"
                    + " 127.0.0.1, give it --keys FILE, or say --open if that is meant");
        }
    }

    /** The defaults: for this machine only. */
    public static ServerOptions of(String version, Path data) {
        return new ServerOptions(
                version,
                "127.0.0.1",
                PORT,
                data,
                Optional.empty(),
                false,
                Duration.ofSeconds(30),
                100L << 20,
                50L << 20,
                QueueLimits.DEFAULT,
                ApiOptions.DEFAULT,
                Optional.of(AuditLog.Prompts.FULL),
                NetworkOptions.DEFAULT,
                Policy.NONE);
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConfigException("host " + host + ": there is no such address", e);
        }
    }

    public ServerOptions withPort(int value) {
        return new ServerOptions(
                version, host, value, data, keys, open, drain, mostBody, mostPart, limits, api, audit, network, policy);
    }

    public ServerOptions withLimits(QueueLimits value) {
        return new ServerOptions(
                version, host, port, data, keys, open, drain, mostBody, mostPart, value, api, audit, network, policy);
    }

    public ServerOptions withApi(ApiOptions value) {
        return new ServerOptions(
                version, host, port, data, keys, open, drain, mostBody, mostPart, limits, value, audit, network,
                policy);
    }

    public ServerOptions withBodies(long most, long part) {
        return new ServerOptions(
                version, host, port, data, keys, open, drain, most, part, limits, api, audit, network, policy);
    }

    /** @throws ConfigException if others could reach it without a key */
    public ServerOptions withAddress(String address, Optional<Path> keyFile) {
        return new ServerOptions(
                version, address, port, data, keyFile, open, drain, mostBody, mostPart, limits, api, audit, network,
                policy);
    }

    public ServerOptions withKeys(Path value) {
        return new ServerOptions(
                version,
                host,
                port,
                data,
                Optional.of(value),
                open,
                drain,
                mostBody,
                mostPart,
                limits,
                api,
                audit,
                network,
                policy);
    }

    public ServerOptions withAudit(Optional<AuditLog.Prompts> value) {
        return new ServerOptions(
                version, host, port, data, keys, open, drain, mostBody, mostPart, limits, api, value, network, policy);
    }

    public ServerOptions withDrain(Duration value) {
        return new ServerOptions(
                version, host, port, data, keys, open, value, mostBody, mostPart, limits, api, audit, network, policy);
    }

    public ServerOptions withNetwork(NetworkOptions value) {
        return new ServerOptions(
                version, host, port, data, keys, open, drain, mostBody, mostPart, limits, api, audit, value, policy);
    }

    public ServerOptions withPolicy(Policy value) {
        return new ServerOptions(
                version, host, port, data, keys, open, drain, mostBody, mostPart, limits, api, audit, network, value);
    }
}
