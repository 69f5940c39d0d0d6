// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.model.files.AtomicFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A repository in the cache that {@code huggingface_hub} keeps:
 *
 * <pre>
 * models--OWNER--NAME/blobs/OID                    contents, named by their checksum
 * models--OWNER--NAME/snapshots/COMMIT/PATH        relative links to them
 * models--OWNER--NAME/refs/REVISION                the commit behind a branch or tag
 * </pre>
 *
 * <p>Unfinished files are not shared: older versions of Python's library append to {@code blobs/OID.incomplete} under a
 * lock that Java cannot take, newer ones give each process a file of its own. Here they have another name that its
 * clean-up knows too, so that both sides may download at the same time without mixing.
 *
 * @param cache    the folder of all repositories
 * @param revision what the user asked for
 */
record HubCache(Path cache, RepositoryId repository, String revision) implements Store {
    private Path root() {
        return cache.resolve(repository.folder());
    }

    @Override
    public Path lock() {
        return cache.resolve(".locks").resolve(repository.folder()).resolve("deepgen.lock");
    }

    @Override
    public Path unfinished(HubFile file) {
        return root().resolve("blobs").resolve(file.oid() + ".deepgen.incomplete");
    }

    @Override
    public Path finished(HubFile file) {
        return root().resolve("blobs").resolve(file.oid());
    }

    /** A blob that is not what its name says is replaced: nobody can want it. */
    @Override
    public boolean holds(HubFile file, LongConsumer progress) {
        return Checksum.matches(finished(file), file, progress);
    }

    @Override
    public Path finish(Listing listing) {
        Path snapshot = root().resolve("snapshots").resolve(listing.commit());
        for (HubFile file : listing.files()) {
            link(snapshot.resolve(file.path()), finished(file));
        }
        if (!revision.equals(listing.commit())) {
            Path ref = root().resolve("refs").resolve(revision);
            try {
                Files.createDirectories(ref.getParent());
            } catch (IOException e) {
                throw new HubException(ref + ": cannot be written (" + e + ")", e);
            }
            AtomicFile.write(ref, listing.commit());
        }
        return snapshot;
    }

    private static void link(Path link, Path blob) {
        try {
            Files.createDirectories(link.getParent());
            Path target = link.getParent().relativize(blob);
            if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
                return;
            }
            Files.deleteIfExists(link);
            try {
                Files.createSymbolicLink(link, target);
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.createLink(link, blob); // Windows keeps symbolic links for developers
            }
        } catch (IOException e) {
            throw new HubException(link + ": cannot be made a link to " + blob + " (" + e + ")", e);
        }
    }

    /** The snapshot of the revision, if one is there; it may lack files when another program was interrupted. */
    Optional<Path> snapshot() {
        Path ref = root().resolve("refs").resolve(revision);
        try {
            String commit = Files.isRegularFile(ref) ? Files.readString(ref).strip() : revision;
            return Optional.of(root().resolve("snapshots").resolve(commit))
                    .filter(_ -> Listing.isCommit(commit))
                    .filter(Files::isDirectory);
        } catch (IOException e) {
            throw new HubException(ref + ": cannot be read (" + e + ")", e);
        }
    }

    /** The snapshot of the revision, or the only one there is of any revision. */
    Optional<Path> anySnapshot() {
        return snapshot().or(() -> {
            try (Stream<Path> all = Files.list(root().resolve("snapshots"))) {
                List<Path> commits = all.filter(
                                path -> Listing.isCommit(path.getFileName().toString()))
                        .toList();
                return commits.size() == 1 ? Optional.of(commits.getFirst()) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty(); // no such folder: nothing was downloaded
            }
        });
    }

    /**
     * The files of a snapshot as their links describe them: the blob's name is the checksum.
     *
     * @throws HubException if a link leads nowhere
     */
    static List<HubFile> linked(Path snapshot) {
        try (Stream<Path> all = Files.walk(snapshot)) {
            return all.filter(Files::isSymbolicLink)
                    .map(link -> linked(snapshot, link))
                    .toList();
        } catch (IOException e) {
            throw new HubException(snapshot + ": cannot be read (" + e + ")", e);
        }
    }

    private static HubFile linked(Path snapshot, Path link) {
        try {
            String name = snapshot.relativize(link).toString().replace('\\', '/');
            return new HubFile(
                    name,
                    Files.size(link),
                    Files.readSymbolicLink(link).getFileName().toString());
        } catch (IOException e) {
            throw new HubException(link + ": leads nowhere, the download is not complete", e);
        }
    }
}
