// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.util.Map;

/** The formats of data sets, by the name that a configuration gives as {@code format}. */
public final class SourceFormats {
    private static final Map<String, Class<?>> ALL = Map.of(
            "folder", SourceConfig.Folder.class,
            "caption", SourceConfig.Caption.class,
            "t2i_sft", SourceConfig.TextToImageSft.class,
            "edit", SourceConfig.Edit.class,
            "reconstruct", SourceConfig.Reconstruct.class,
            "webdataset", SourceConfig.WebDataset.class,
            "parquet", SourceConfig.Parquet.class,
            "arrow", SourceConfig.Arrow.class);

    private SourceFormats() {}

    public static Map<String, Class<?>> all() {
        return ALL;
    }
}
