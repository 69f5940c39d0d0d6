// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.server.results.Pictures;
import java.util.List;
import java.util.Optional;

/** The finished pictures: their records and their files. */
public final class Gallery {
    private final JobStore store;
    private final Pictures pictures;

    Gallery(JobStore store, Pictures pictures) {
        this.store = store;
        this.pictures = pictures;
    }

    /** A picture of a key. */
    public Optional<Picture> find(String key, String id) {
        return find(id).filter(picture -> picture.key().equals(key));
    }

    /** A picture, whosever it is. */
    public Optional<Picture> find(String id) {
        return store.picture(id);
    }

    /**
     * Pictures of a key, newest first.
     *
     * @param words that the prompt or title contains
     */
    public List<Picture> list(
            String key, Optional<String> words, Optional<String> model, Optional<Boolean> favourite, Page page) {
        return store.pictures(key, words, model, favourite, page);
    }

    /** Changes what the gallery says of a picture. */
    public void update(Picture picture) {
        store.update(picture);
    }

    /** The bytes of a picture's file; empty if it has gone. */
    public Optional<byte[]> bytes(Picture picture) {
        return pictures.read(picture.file());
    }

    /** Removes a picture, its record first: what is left by a crash between is a file that {@link Repair} removes. */
    public void erase(Picture picture) {
        store.deletePicture(picture.id());
        pictures.delete(picture.file());
    }
}
