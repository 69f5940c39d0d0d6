// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * A folder of the user's own, with plain files. What is unfinished lies in {@code .cache/huggingface}, as with Python's
 * {@code local_dir}.
 */
record PlainFolder(Path folder) implements Store {
    private Path hidden() {
        return folder.resolve(".cache").resolve("huggingface");
    }

    @Override
    public Path lock() {
        return hidden().resolve("deepgen.lock");
    }

    @Override
    public Path unfinished(HubFile file) {
        return hidden().resolve("download").resolve(file.oid() + ".deepgen.incomplete");
    }

    @Override
    public Path finished(HubFile file) {
        return folder.resolve(file.path());
    }

    @Override
    public boolean holds(HubFile file, LongConsumer progress) {
        Path path = finished(file);
        if (Checksum.matches(path, file, progress)) {
            return true;
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new HubException(path + ": is there already and is not the hub's file of " + file.size()
                    + " bytes. Move it away, or name another folder.");
        }
        return false;
    }

    @Override
    public Path finish(Listing listing) {
        return folder;
    }
}
