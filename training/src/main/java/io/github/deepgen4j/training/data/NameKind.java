// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.util.Locale;
import java.util.Set;

/** Kinds of files, by the last ending of their names in any case. */
enum NameKind {
    /** Of a format that is read. */
    IMAGE(Set.of("png", "jpg", "jpeg", "jpe", "jfif", "webp", "gif", "bmp")),
    OTHER_IMAGE(Set.of(
            "tif", "tiff", "avif", "heic", "heif", "jxl", "jp2", "j2k", "svg", "ico", "psd", "tga", "ppm", "pgm", "pnm",
            "exr", "hdr", "dng", "cr2", "nef", "arw", "raw", "pdf", "npy")),
    CAPTION(Set.of("txt")),
    OTHER_TEXT(Set.of("text", "caption", "cap", "tags", "json", "jsonl", "csv", "tsv", "yaml", "yml", "xml")),
    DATA(Set.of("tar", "tgz", "gz", "zst", "bz2", "xz", "zip", "7z", "rar", "parquet", "arrow", "feather")),
    NOTHING(Set.of());

    private final Set<String> endings;

    NameKind(Set<String> endings) {
        this.endings = endings;
    }

    /** @param name of a file, or the path of a member of a tar */
    static NameKind of(String name) {
        int dot = name.lastIndexOf('.');
        String ending =
                dot < name.lastIndexOf('/') ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        for (NameKind kind : values()) {
            if (kind.endings.contains(ending)) {
                return kind;
            }
        }
        return NOTHING;
    }

    /** True for what begins with a dot: what some systems put beside each file. */
    static boolean isHidden(String name) {
        return name.substring(name.lastIndexOf('/') + 1).startsWith(".");
    }
}
