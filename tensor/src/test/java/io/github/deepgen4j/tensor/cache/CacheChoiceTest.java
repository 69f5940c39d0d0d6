// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The folder of the cache, for homes and variables of all kinds. */
@DisabledOnOs(OS.WINDOWS)
class CacheChoiceTest {
    @TempDir
    private Path folder;

    private Path home;
    private Path temporary;

    @BeforeEach
    void makeFolders() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    private Path chosen(String named, Map<String, String> environment, Path home) {
        return new CacheChoice(named, environment, Optional.ofNullable(home), temporary, "Linux").folder();
    }

    private Path ownTemporary() throws IOException {
        return temporary.resolve("deepgen4j-" + Files.getAttribute(temporary, "unix:uid"));
    }

    @Test
    void propertyGoesBeforeVariableBeforeXdgBeforeHome() {
        var environment = Map.of("DEEPGEN_CACHE", folder + "/variable", "XDG_CACHE_HOME", folder + "/xdg");
        assertThat(chosen(folder + "/property", environment, home)).isEqualTo(folder.resolve("property"));
        assertThat(chosen(null, environment, home)).isEqualTo(folder.resolve("variable"));
        assertThat(chosen(null, Map.of("XDG_CACHE_HOME", folder + "/xdg"), home))
                .isEqualTo(folder.resolve("xdg/deepgen4j"));
        assertThat(chosen(null, Map.of(), home))
                .isEqualTo(home.resolve(".cache/deepgen4j"))
                .isDirectory();
    }

    @Test
    void macKeepsCachesInItsLibrary() {
        assertThat(new CacheChoice(null, Map.of(), Optional.of(home), temporary, "Mac OS X").folder())
                .isEqualTo(home.resolve("Library/Caches/deepgen4j"));
    }

    @Test
    void emptyVariablesAndRelativeXdgFoldersCountAsUnset() {
        var environment = Map.of("DEEPGEN_CACHE", "", "XDG_CACHE_HOME", "");
        assertThat(chosen("", environment, home)).isEqualTo(home.resolve(".cache/deepgen4j"));
        assertThat(chosen(null, Map.of("XDG_CACHE_HOME", "relative"), home))
                .isEqualTo(home.resolve(".cache/deepgen4j"));
    }

    @Test
    void unknownHomeAndOneThatCannotBeMadeGiveAPrivateTemporaryFolder() throws IOException {
        assertThat(chosen(null, Map.of(), null)).isEqualTo(ownTemporary());
        assertThat(Files.getPosixFilePermissions(ownTemporary()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(chosen(null, Map.of(), file)).isEqualTo(ownTemporary());
        assertThat(chosen(null, Map.of(), folder.resolve("missing"))) // made, as Python does
                .isEqualTo(folder.resolve("missing/.cache/deepgen4j"));
    }

    @Test
    void temporaryFolderThatOthersCanWriteToIsRefused() throws IOException {
        Files.setPosixFilePermissions(
                Files.createDirectory(ownTemporary()), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> chosen(null, Map.of(), null))
                .isInstanceOf(CacheException.class)
                .hasMessageContainingAll(ownTemporary() + " is not a folder of this user alone", "DEEPGEN_CACHE");
    }

    @Test
    void temporaryFolderThatIsALinkIsRefused() throws IOException {
        Files.createSymbolicLink(ownTemporary(), home);
        assertThatThrownBy(() -> chosen(null, Map.of(), null)).isInstanceOf(CacheException.class);
    }

    @Test
    void namedFolderThatCannotBeWrittenToIsRefusedByName() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> chosen(null, Map.of("DEEPGEN_CACHE", file + "/cache"), home))
                .isInstanceOf(CacheException.class)
                .hasMessageContainingAll(file + "/cache: cannot be used", "the variable DEEPGEN_CACHE names");
    }

    @Test
    void homeIsThatOfTheVariableThenThatOfTheUserDatabase() {
        assertThat(Home.folder(Map.of("HOME", "/elsewhere"), "/database")).contains(Path.of("/elsewhere"));
        assertThat(Home.folder(Map.of("HOME", ""), "/database")).contains(Path.of("/database"));
        assertThat(Home.folder(Map.of(), "/database")).contains(Path.of("/database"));
        assertThat(Home.folder(Map.of(), "?")).isEmpty();
        assertThat(Home.folder(Map.of(), "")).isEmpty();
        assertThat(Home.folder(Map.of(), null)).isEmpty();
    }
}
