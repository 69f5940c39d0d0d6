// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor.cache;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The choice of the {@link CacheFolder}.
 *
 * @param named       value of the system property {@code deepgen.cache}, may be null
 * @param environment variables of the process
 * @param home        the user's home folder, if it is known
 * @param temporary   the system's folder of temporary files, which other users may share
 * @param system      name of the operating system
 */
record CacheChoice(String named, Map<String, String> environment, Optional<Path> home, Path temporary, String system) {
    static final String HINT = "the variable DEEPGEN_CACHE names another folder";

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    static CacheChoice ofProcess() {
        return new CacheChoice(
                System.getProperty("deepgen.cache"),
                System.getenv(),
                Home.folder(),
                Path.of(System.getProperty("java.io.tmpdir")),
                System.getProperty("os.name"));
    }

    /** The folder, which is there and can be written to. */
    Path folder() {
        Optional<String> chosen = Optional.ofNullable(named)
                .filter(text -> !text.isBlank())
                .or(() -> Home.variable(environment, "DEEPGEN_CACHE"));
        if (chosen.isPresent()) {
            return make(Path.of(chosen.get()).toAbsolutePath());
        }
        return usual().filter(CacheChoice::canBeMade).orElseGet(this::ownTemporary);
    }

    /** The system's usual folder for such files. */
    private Optional<Path> usual() {
        String name = system.toLowerCase(Locale.ROOT);
        Optional<Path> caches;
        if (name.contains("windows")) {
            caches = Home.variable(environment, "LOCALAPPDATA").map(Path::of).or(() -> home);
        } else if (name.contains("mac")) {
            caches = home.map(folder -> folder.resolve("Library/Caches"));
        } else {
            caches = Home.variable(environment, "XDG_CACHE_HOME")
                    .map(Path::of)
                    .filter(Path::isAbsolute) // others are to be ignored, says the XDG specification
                    .or(() -> home.map(folder -> folder.resolve(".cache")));
        }
        return caches.map(folder -> folder.resolve("deepgen4j").toAbsolutePath());
    }

    private static boolean canBeMade(Path folder) {
        try {
            make(folder);
            return true;
        } catch (CacheException e) {
            return false;
        }
    }

    /**
     * A folder that no other user can write to: its name can be foreseen, so one that another user has made is refused.
     */
    private Path ownTemporary() {
        try {
            Path probe = Files.createTempFile(temporary, "deepgen", null);
            Object user = probe.getFileSystem().supportedFileAttributeViews().contains("unix")
                    ? Files.getAttribute(probe, "unix:uid")
                    : null;
            Files.delete(probe);
            if (user == null) {
                return make(temporary.resolve("deepgen4j").toAbsolutePath()); // Windows: each user has a folder
            }
            Path folder = temporary.resolve("deepgen4j-" + user).toAbsolutePath();
            try {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
            } catch (FileAlreadyExistsException e) {
                checkOwn(folder, user);
            }
            return make(folder);
        } catch (IOException e) {
            throw new CacheException(
                    temporary + ": no folder for unpacked files can be made here, and none in the home folder ("
                            + home.map(Path::toString).orElse("unknown") + "): " + e + "; " + HINT,
                    e);
        }
    }

    private static void checkOwn(Path folder, Object user) throws IOException {
        var attributes = Files.readAttributes(folder, "unix:isDirectory,uid,permissions", LinkOption.NOFOLLOW_LINKS);
        if (!Boolean.TRUE.equals(attributes.get("isDirectory"))
                || !user.equals(attributes.get("uid"))
                || !PRIVATE.equals(attributes.get("permissions"))) {
            throw new IOException(folder + " is not a folder of this user alone");
        }
    }

    /** Makes a folder that is missing, and tries it out. */
    static Path make(Path folder) {
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw new IOException("no permission to write");
            }
            return folder;
        } catch (IOException e) {
            throw new CacheException(
                    folder + ": cannot be used for the files that are unpacked on first use (" + e + "); " + HINT, e);
        }
    }
}
