// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PEM files (RFC 7468) of a server that speaks TLS.
 *
 * @param certificates the server's own, then those that vouch for it
 * @param key its private key, PKCS #8, not encrypted
 */
public record TlsFiles(Path certificates, Path key) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /** @throws ConfigException if a file cannot be read, saying what it should hold */
    KeyStore keys() {
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(certificates)))
                    .toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw new ConfigException(certificates + ": expected certificates in PEM form, found none");
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("server", privateKey(), new char[0], chain);
            return keys;
        } catch (GeneralSecurityException e) {
            throw new ConfigException(certificates + ": expected certificates in PEM form (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new IllegalStateException(e); // nothing is read there
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + FileReason.of(e) + ")", e);
        }
    }

    private PrivateKey privateKey() {
        Matcher found = KEY.matcher(new String(read(key), StandardCharsets.ISO_8859_1));
        if (found.find()) {
            byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
            for (String algorithm : ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
                } catch (GeneralSecurityException e) {
                    continue; // of another algorithm
                }
            }
        }
        throw new ConfigException(key + ": expected BEGIN PRIVATE KEY with an RSA, EC or EdDSA key, not encrypted;"
                + " openssl pkcs8 -topk8 -nocrypt makes one of other forms");
    }
}
