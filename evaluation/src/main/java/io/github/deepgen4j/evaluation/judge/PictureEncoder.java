// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.PictureFormat.Encoding;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Pictures as data URLs. Each is encoded once while it is asked about: the latest are kept, up to a bound of bytes. As
 * many are decoded at once as there are processors.
 */
final class PictureEncoder {
    private static final int MOST_CHARACTERS = 96 << 20;

    private final Semaphore decoding = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final Map<Key, Encoded> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    private record Key(Picture picture, PictureFormat format) {}

    /** Filled by the first who asks; others wait for it. */
    private final class Encoded {
        private final Key key;
        private String url;

        private Encoded(Key key) {
            this.key = key;
        }

        private synchronized String url() {
            if (url == null) {
                url = encode(key.picture(), key.format());
                count(url.length());
            }
            return url;
        }
    }

    /** @throws io.github.deepgen4j.model.image.ImageException if the picture cannot be read */
    String dataUrl(Picture picture, PictureFormat format) {
        Encoded encoded;
        synchronized (kept) {
            encoded = kept.computeIfAbsent(new Key(picture, format), Encoded::new);
        }
        return encoded.url();
    }

    private void count(int added) {
        synchronized (kept) {
            characters += added;
            var oldest = kept.entrySet().iterator();
            while (characters > MOST_CHARACTERS && oldest.hasNext()) {
                Encoded encoded = oldest.next().getValue();
                if (encoded.url != null && kept.size() > 1) {
                    characters -= encoded.url.length();
                    oldest.remove();
                }
            }
        }
    }

    private String encode(Picture picture, PictureFormat format) {
        byte[] bytes = bytes(picture, format);
        String type = format.mediaType()
                .orElseGet(() -> OutputFormat.of(bytes, picture.name()).mediaType());
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private byte[] bytes(Picture picture, PictureFormat format) {
        if (format.encoding() instanceof Encoding.Raw) {
            return picture.bytes();
        }
        decoding.acquireUninterruptibly();
        try {
            Image image = fitted(picture.image(), format.fit());
            return switch (format.encoding()) {
                case Encoding.Jpeg jpeg -> image.jpeg(jpeg.quality(), Map.of());
                case Encoding.Png _ -> image.png(Map.of());
                case Encoding.Raw _ -> throw new IllegalStateException("a file's own bytes are not encoded");
            };
        } finally {
            decoding.release();
        }
    }

    /** As Pillow's {@code thumbnail}: the longer side is exactly {@code side}, the other one rounded, at least 1. */
    private static Image fitted(Image image, int side) {
        int longer = Math.max(image.width(), image.height());
        if (side == 0 || longer <= side) {
            return image;
        }
        double scale = (double) side / longer;
        var size = new Size(Math.max(1, (int) Math.round(image.width() * scale)), Math.max(1, (int)
                Math.round(image.height() * scale)));
        return Resize.resize(image, size, Filter.BICUBIC);
    }
}
