// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.deepgen4j.tables.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A data set, as a configuration names it (spec/training.md section 2.1); {@code format} chooses among
 * {@link SourceFormats}. Every {@code dataPath} is a file, or a folder whose files are taken together, sorted by name.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "format")
public interface SourceConfig {
    /** Key of captions where a configuration does not say. */
    String CAPTION = "caption";

    /** @throws DataException if the data set cannot be used at all */
    Source open(ImageChecks checks, int mostReferences);

    /**
     * The most images to be edited that come with a sample.
     *
     * @param allowed that are used of each sample
     */
    default int mostReferences(int allowed) {
        return 0;
    }

    /**
     * Images beside their captions, {@code cat.png} and {@code cat.txt}.
     *
     * @param dataPath the folder
     */
    record Folder(Path dataPath) implements SourceConfig {
        @Override
        public Source open(ImageChecks checks, int mostReferences) {
            return new FolderSource(this, checks);
        }
    }

    /**
     * Captions in files of their own.
     *
     * @param capSource key of the caption in these files
     */
    record Caption(
            Path dataPath,
            Path imageFolder,
            Path capFolder,
            @JsonProperty(defaultValue = CAPTION) String capSource) implements SourceConfig {
        @Override
        public Source open(ImageChecks checks, int mostReferences) {
            return ListedSource.open(
                    dataPath, new CaptionForm(new ImageFolder(Optional.of(imageFolder), checks), capFolder, capSource));
        }
    }

    /** @param imageFolder null: the names are paths */
    record TextToImageSft(
            Path dataPath,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
            Path imageFolder)
            implements SourceConfig {
        Optional<Path> folder() {
            return Optional.ofNullable(imageFolder);
        }

        @Override
        public Source open(ImageChecks checks, int mostReferences) {
            return ListedSource.open(
                    dataPath, new TextToImageForm(new ImageFolder(folder(), checks.whereImageIsTrusted())));
        }
    }

    /** @param imageFolder null: the names are paths */
    record Edit(
            Path dataPath,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
            Path imageFolder)
            implements SourceConfig {
        Optional<Path> folder() {
            return Optional.ofNullable(imageFolder);
        }

        @Override
        public int mostReferences(int allowed) {
            return allowed;
        }

        @Override
        public Source open(ImageChecks checks, int mostReferences) {
            return ListedSource.open(
                    dataPath, new EditForm(new ImageFolder(folder(), checks.whereImageIsTrusted()), mostReferences));
        }
    }

    /** Images that are to stay as they are. */
    record Reconstruct(Path dataPath, Path imageFolder) implements SourceConfig {
        @Override
        public int mostReferences(int allowed) {
            return 1;
        }

        @Override
        public Source open(ImageChecks checks, int mostReferences) {
            return ListedSource.open(dataPath, new ReconstructForm(new ImageFolder(Optional.of(imageFolder), checks)));
        }
    }

    /**
     * Tar files whose neighbours {@code 0017.jpg} and {@code 0017.txt} are one sample.
     *
     * @param target endings of the image to be made, the first present one counts
     * @param references endings of the images to be edited, in the same form; none for texts to images
     * @param text ending of the text; {@code json:caption} is the key of a JSON file
     */
    record WebDataset(
            Path dataPath,
            @JsonProperty(defaultValue = WebDataset.TARGET) String target,
            @JsonProperty(defaultValue = "[]") List<String> references,
            @JsonProperty(defaultValue = WebDataset.TEXT) String text)
            implements SourceConfig {
        private static final String TARGET = "jpg;jpeg;png;webp";
        private static final String TEXT = "txt";

        public WebDataset {
            references = List.copyOf(references);
        }

        /** Texts to images, under the usual endings. */
        public WebDataset(Path dataPath) {
            this(dataPath, TARGET, List.of(), TEXT);
        }

        @Override
        public int mostReferences(int allowed) {
            return Math.min(allowed, references.size());
        }

        @Override
        public Source open(ImageChecks checks, int mostReferences) {
            return new WebDatasetSource(this, checks, mostReferences);
        }
    }

    /**
     * Files whose rows are samples; an image is a column of bytes, or of structures with a field {@code bytes}, as data
     * set hubs write it.
     */
    interface Rows extends SourceConfig {
        Path dataPath();

        /** Column of the image to be made; null for one of the usual names. */
        String target();

        /** Columns of the images to be edited; none for texts to images. */
        List<String> references();

        /** Column of the text; null for one of the usual names. */
        String text();

        /** Names that the column of the image to be made may have. */
        default List<String> targets() {
            return target() == null
                    ? List.of("image", "img", "picture", "photo", "jpg", "jpeg", "png", "webp", "image_bytes", "bytes")
                    : List.of(target());
        }

        /** Names that the column of the text may have. */
        default List<String> texts() {
            return text() == null
                    ? List.of("caption", "text", "prompt", "txt", "instruction", "description", "sentence")
                    : List.of(text());
        }

        @Override
        default int mostReferences(int allowed) {
            return Math.min(allowed, references().size());
        }
    }

    /**
     * Parquet files.
     *
     * @param target null for the usual names: {@code image}, {@code img}, ...
     * @param text null for the usual names: {@code caption}, {@code text}, ...
     */
    record Parquet(
            Path dataPath,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
            String target,

            @JsonProperty(defaultValue = "[]") List<String> references,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
            String text)
            implements Rows {
        public Parquet {
            references = List.copyOf(references);
        }

        /** Texts to images, in columns of the usual names. */
        public Parquet(Path dataPath) {
            this(dataPath, null, List.of(), null);
        }

        @Override
        public Source open(ImageChecks checks, int mostReferences) {
            var count = new Inventory.Count();
            List<Path> files = DataFiles.of(dataPath, count, "parquet");
            return new TableSource(this, Table.Format.PARQUET, files, count, checks, mostReferences);
        }
    }

    /**
     * Files of Apache Arrow, of which Feather is one kind. In a folder {@code cache-*.arrow} are left out: the library
     * {@code datasets} puts there what it computed from the others.
     *
     * @param target null for the usual names: {@code image}, {@code img}, ...
     * @param text null for the usual names: {@code caption}, {@code text}, ...
     */
    record Arrow(
            Path dataPath,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
            String target,

            @JsonProperty(defaultValue = "[]") List<String> references,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
            String text)
            implements Rows {
        public Arrow {
            references = List.copyOf(references);
        }

        /** Texts to images, in columns of the usual names. */
        public Arrow(Path dataPath) {
            this(dataPath, null, List.of(), null);
        }

        @Override
        public Source open(ImageChecks checks, int mostReferences) {
            var count = new Inventory.Count();
            List<Path> files = DataFiles.of(
                    dataPath,
                    count,
                    file -> file.getFileName().toString().matches("cache-.*\\.arrow"),
                    "arrow",
                    "feather");
            return new TableSource(this, Table.Format.ARROW, files, count, checks, mostReferences);
        }
    }
}
