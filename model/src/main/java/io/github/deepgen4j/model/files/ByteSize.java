// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.util.Locale;

/** Numbers of bytes as messages write them: memory in GiB (2^30), disks and downloads in GB (10^9). */
public final class ByteSize {
    private ByteSize() {}

    /** {@code 12.35 GiB} */
    public static String gib(long bytes, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f GiB", bytes / (double) (1L << 30));
    }

    /** {@code 13.50 GB} */
    public static String gb(long bytes, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f GB", bytes / 1e9);
    }
}
