// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends JobStoreContract {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("deepgen.db");
    }

    @Override
    JobStore open() {
        return new SqliteStore(file(), _ -> {});
    }

    @Test
    void aDamagedFileIsRefusedWithAReason() throws IOException {
        Path damaged = folder.resolve("damaged.db");
        Files.writeString(damaged, "no database at all, but long enough to be one ".repeat(100));
        assertThatThrownBy(() -> new SqliteStore(damaged, _ -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("damaged.db: cannot be opened as a database");
    }

    @Test
    void aNewerFileIsRefused() throws SQLException {
        Path newer = folder.resolve("newer.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + newer);
                var statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA user_version=99");
        }
        assertThatThrownBy(() -> new SqliteStore(newer, _ -> {})).hasMessageContaining("found 99; use a newer deepgen");
    }
}
