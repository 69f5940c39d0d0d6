// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.hub.retry.RetriesExhaustedException;
import io.github.deepgen4j.model.files.ByteSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Brings a revision of a repository to the disk: lists it, checks what is there already, asks whether the rest fits,
 * downloads it, compares every file with the hub's checksums and with those known of DeepGen 1.0, and only then gives
 * it its name. Running it again after any interruption continues; running it on a complete folder checks the folder.
 */
public final class Pull {
    private static final String DEFAULT_REVISION = "main";

    private final RepositoryId repository;
    private final Optional<String> wanted;
    private final String revision;
    private final HubSettings settings;
    private final Limits limits;
    private final PullProgress progress;

    /**
     * Prepares a download.
     *
     * @param revision branch, tag or commit; {@code main} if empty
     * @throws IllegalArgumentException if no revision can have such a name
     */
    public Pull(RepositoryId repository, Optional<String> revision, HubSettings settings, PullProgress progress) {
        this(repository, revision, settings, progress, Limits.DEFAULT);
    }

    Pull(
            RepositoryId repository,
            Optional<String> revision,
            HubSettings settings,
            PullProgress progress,
            Limits limits) {
        this.repository = repository;
        this.wanted = revision;
        this.revision = revision.orElse(DEFAULT_REVISION);
        this.settings = settings;
        this.limits = limits;
        this.progress = progress;
        if (!HubFile.isSafe(this.revision)) {
            throw new IllegalArgumentException(
                    "--revision: expected a branch, a tag or a commit, found '" + this.revision + "'");
        }
    }

    /**
     * The folder of a repository that the cache holds, if it does; asks nobody.
     *
     * @param text any text; most are no repository's name
     */
    public static Optional<Path> cached(String text, HubSettings settings) {
        return RepositoryId.isOne(text)
                ? new HubCache(settings.cache(), new RepositoryId(text), DEFAULT_REVISION).anySnapshot()
                : Optional.empty();
    }

    /**
     * Downloads into the cache; when offline, checks what the cache holds.
     *
     * @return the folder of the revision
     * @throws HubException if anything is not as it should be
     */
    public Path toCache() {
        var cache = new HubCache(settings.cache(), repository, revision);
        return settings.offline() ? checkOffline(cache) : discreetly(() -> to(cache));
    }

    /**
     * Downloads into a folder of plain files.
     *
     * @return the folder
     * @throws HubException if anything is not as it should be, or offline
     */
    public Path toFolder(Path folder) {
        if (settings.offline()) {
            throw new HubException("offline (HF_HUB_OFFLINE): nothing can be downloaded to " + folder);
        }
        return discreetly(() -> to(new PlainFolder(folder)));
    }

    /** Takes the token out of what is thrown: a server may repeat it wherever its words are quoted. */
    private Path discreetly(Supplier<Path> work) {
        try {
            return work.get();
        } catch (HubException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            if (settings.withoutToken(trace.toString()).equals(trace.toString())) {
                throw e;
            }
            throw new HubException(settings.withoutToken(String.valueOf(e.getMessage()))); // nor its causes
        }
    }

    private void note(String line) {
        progress.note(settings.withoutToken(line));
    }

    private Path checkOffline(HubCache cache) {
        Path snapshot = cache.snapshot()
                .orElseThrow(() -> new HubException("offline (HF_HUB_OFFLINE), and " + settings.cache()
                        + " does not hold revision " + revision + " of " + repository));
        List<HubFile> files = HubCache.linked(snapshot);
        forEach(files, "checking", (file, counter) -> {
            if (!Checksum.matches(snapshot.resolve(file.path()), file, counter)) {
                throw new HubException(snapshot.resolve(file.path()) + ": is not what its checksum " + file.oid()
                        + " says; download it again");
            }
        });
        return snapshot;
    }

    private Path to(Store store) {
        try (FileChannel file = openLock(store.lock());
                FileLock _ = lock(file, store.lock());
                var http = new HubHttp(settings, limits)) {
            var retries = new Retries(limits.retries(), this::note);
            var api = new HubApi(http, retries, settings.endpoint());
            Listing listing = api.list(repository, revision);
            compareWithRelease(listing);
            List<HubFile> missing = missing(store, listing.files());
            requireSpace(store, missing);
            var download = new Download(http, retries, limits);
            forEach(missing, "downloading", (one, counter) -> {
                var source = api.source(repository, listing.commit(), one);
                fetch(
                        store,
                        one,
                        (unfinished, arrived) -> download.complete(source, one, unfinished, arrived),
                        counter);
            });
            return store.finish(listing);
        } catch (Refusal e) {
            throw e.explained(repository, revision, settings);
        } catch (RetriesExhaustedException e) {
            throw new HubException(e.getMessage() + ". The same command continues where this one stopped.", e);
        } catch (IOException e) {
            throw new HubException(store.lock() + ": cannot be locked (" + e + ")", e);
        }
    }

    private interface Task {
        void run(HubFile file, LongConsumer counter);
    }

    private void forEach(List<HubFile> files, String task, Task each) {
        if (files.isEmpty()) {
            return;
        }
        progress.start(task, Listing.total(files));
        try {
            files.forEach(file -> each.run(file, progress::advance));
        } finally {
            progress.end();
        }
    }

    private void compareWithRelease(Listing listing) {
        List<String> differences = Release.differences(repository, listing);
        if (differences.isEmpty()) {
            return;
        }
        String text = "commit " + listing.commit() + " of " + repository
                + " does not have the weights published as DeepGen 1.0:\n  " + String.join("\n  ", differences);
        // Who names another revision wants that one; who names none wants the weights this program was written for.
        if (wanted.isEmpty() || listing.commit().equals(Release.COMMIT)) {
            throw new HubException(text + "\n--revision " + Release.COMMIT + " is the published one; --revision "
                    + listing.commit() + " takes this one on purpose.");
        }
        note(text);
    }

    private List<HubFile> missing(Store store, List<HubFile> files) {
        var there = new ArrayList<HubFile>();
        var missing = new ArrayList<HubFile>();
        var places = new HashSet<Path>();
        for (HubFile file : files) {
            if (places.add(store.finished(file))) { // equal files are one blob of the cache
                (Files.exists(store.finished(file)) ? there : missing).add(file);
            }
        }
        forEach(there, "checking", (file, counter) -> {
            if (!store.holds(file, counter)) {
                note(file.path() + ": was damaged, is downloaded again");
                missing.add(file);
            }
        });
        return missing;
    }

    private static void requireSpace(Store store, List<HubFile> missing) {
        long needed = 0;
        for (HubFile file : missing) {
            try {
                Path unfinished = store.unfinished(file);
                long there = Files.exists(unfinished) ? Files.size(unfinished) : 0;
                needed = Math.addExact(needed, Math.max(0, file.size() - there));
            } catch (IOException e) {
                throw new HubException(store.unfinished(file) + ": cannot be read (" + e + ")", e);
            }
        }
        Path folder = store.lock().getParent();
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (needed > free) {
                throw new HubException("not enough space for the download at %s: needs %s, free are %s"
                        .formatted(folder, ByteSize.gb(needed, 1), ByteSize.gb(free, 1)));
            }
        } catch (IOException e) {
            throw new HubException(folder + ": free space is unknown (" + e + ")", e);
        }
    }

    private interface Fetcher {
        void fetch(Path unfinished, LongConsumer arrived);
    }

    /** Twice at most: the beginning that an earlier run left may have been spoiled by a power failure. */
    private void fetch(Store store, HubFile file, Fetcher fetcher, LongConsumer counter) {
        Path unfinished = store.unfinished(file);
        try {
            Files.createDirectories(unfinished.getParent());
            counter.accept(Files.exists(unfinished) ? Math.min(Files.size(unfinished), file.size()) : 0);
            fetcher.fetch(unfinished, counter);
            if (!Checksum.matches(unfinished, file, _ -> {})) {
                note(file.path() + ": has a wrong checksum, is downloaded once more");
                Files.delete(unfinished);
                fetcher.fetch(unfinished, _ -> {});
                if (!Checksum.matches(unfinished, file, _ -> {})) {
                    Files.delete(unfinished);
                    throw new HubException(file.path() + ": what arrives does not have the checksum " + file.oid()
                            + " that the hub announced, twice. Nothing of it was kept.");
                }
            }
            Path finished = store.finished(file);
            Files.createDirectories(finished.getParent());
            Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new HubException(unfinished + ": cannot become " + store.finished(file) + " (" + e + ")", e);
        }
    }

    private static FileChannel openLock(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static FileLock lock(FileChannel file, Path path) throws IOException {
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new HubException("another deepgen is downloading to the same place (it holds " + path + ")");
        }
        return lock;
    }
}
