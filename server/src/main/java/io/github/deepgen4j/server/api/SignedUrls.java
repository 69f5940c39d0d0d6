// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.queue.Picture;
import java.time.Duration;
import java.util.Optional;

/** Addresses that show one picture in one format to whoever has them, for an hour. */
final class SignedUrls {
    static final String PATH = "/deepgen/v1/files/";

    private static final long LIFE = Duration.ofMinutes(60).toSeconds();

    private final Signer signer;
    private final Optional<String> publicUrl;

    /** @param publicUrl where clients reach the server; empty for what they call it themselves */
    SignedUrls(Signer signer, Optional<String> publicUrl) {
        this.signer = signer;
        this.publicUrl = publicUrl;
    }

    String of(Exchange exchange, Picture picture, Order.Output output) {
        long expires = System.currentTimeMillis() / 1000 + LIFE;
        String format = OutputNames.of(output.format());
        return publicUrl.orElse(exchange.origin())
                + PATH
                + picture.id()
                + "?format="
                + format
                + "&quality="
                + output.compression()
                + "&expires="
                + expires
                + "&signature="
                + signer.of(text(picture.id(), format, output.compression(), expires));
    }

    private static String text(String id, String format, int quality, long expires) {
        return id + "\n" + format + "\n" + quality + "\n" + expires;
    }

    /** @throws Problem if the signature is not ours, or its time is over */
    void require(String id, String format, int quality, long expires, String given) {
        if (!signer.signed(text(id, format, quality, expires), given)) {
            throw Problem.notFound("there is no such file");
        }
        if (System.currentTimeMillis() / 1000 > expires) {
            throw Problem.refused(410, "expired", "this address was good for 60 minutes; ask for the picture again");
        }
    }
}
