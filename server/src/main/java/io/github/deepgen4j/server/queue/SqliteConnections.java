// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleConsumer;
import org.sqlite.SQLiteConfig;

/** The connections to one SQLite file, and its schema: one writes, a few read beside it. */
final class SqliteConnections implements AutoCloseable {
    private static final int READERS = 4;

    /** Each brings a file from the version of its place to the next. */
    private static final List<String> MIGRATIONS = List.of("""
        CREATE TABLE job (id TEXT PRIMARY KEY, key TEXT NOT NULL, user TEXT NOT NULL, kind TEXT NOT NULL,
          model TEXT NOT NULL, status TEXT NOT NULL, priority TEXT NOT NULL, settings TEXT NOT NULL,
          settled TEXT NOT NULL, refs TEXT NOT NULL, mask TEXT NOT NULL, extras TEXT NOT NULL,
          hash TEXT NOT NULL, awaited INTEGER NOT NULL, attempt INTEGER NOT NULL, losses INTEGER NOT NULL,
          created INTEGER NOT NULL, started INTEGER NOT NULL, finished INTEGER NOT NULL,
          deadline INTEGER NOT NULL, error_code TEXT NOT NULL, error_field TEXT NOT NULL,
          error_message TEXT NOT NULL);
        CREATE INDEX job_status ON job (status, id);
        CREATE INDEX job_key ON job (key, id);
        CREATE INDEX job_finished ON job (finished);
        CREATE TABLE image (id TEXT PRIMARY KEY, job TEXT NOT NULL, key TEXT NOT NULL, model TEXT NOT NULL,
          prompt TEXT NOT NULL, number INTEGER NOT NULL, seed TEXT NOT NULL, width INTEGER NOT NULL,
          height INTEGER NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, file TEXT NOT NULL,
          seconds REAL NOT NULL, favourite INTEGER NOT NULL, title TEXT NOT NULL, created INTEGER NOT NULL,
          UNIQUE (job, number));
        CREATE INDEX image_key ON image (key, id);
        CREATE TABLE idempotency (key TEXT NOT NULL, token TEXT NOT NULL, hash TEXT NOT NULL,
          job TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (key, token));
        CREATE INDEX idempotency_job ON idempotency (job);
        CREATE TABLE input (sha256 TEXT NOT NULL, job TEXT NOT NULL, PRIMARY KEY (job, sha256));
        CREATE TABLE pace (model TEXT NOT NULL, fingerprint TEXT NOT NULL, bucket INTEGER NOT NULL,
          rows INTEGER NOT NULL, step REAL NOT NULL, rest REAL NOT NULL,
          PRIMARY KEY (model, fingerprint, bucket, rows));
        """, """
        CREATE TABLE usage (key TEXT NOT NULL, day INTEGER NOT NULL, pictures INTEGER NOT NULL,
          pixel_steps REAL NOT NULL, seconds REAL NOT NULL, PRIMARY KEY (key, day));
        """);

    /** Changes something. */
    interface Change {
        void in(Connection connection) throws SQLException;
    }

    /** Asks something. */
    interface Question<T> {
        T in(Connection connection) throws SQLException;
    }

    private final Path file;
    private final DoubleConsumer committed;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Connection writer;
    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);

    /** @param committed is told the seconds that each change has taken */
    SqliteConnections(Path file, DoubleConsumer committed) {
        this.file = file;
        this.committed = committed;
        try {
            this.writer = open();
            requireIntact();
            migrate();
            for (int i = 0; i < READERS; i++) {
                readers.add(open());
            }
        } catch (SQLException e) {
            throw new ConfigException(file + ": cannot be opened as a database (" + e.getMessage() + ")", e);
        }
    }

    private Connection open() throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private void requireIntact() throws SQLException {
        List<String> found = Sql.query(writer, row -> row.getString(1), "PRAGMA quick_check(1)");
        if (!found.equals(List.of("ok"))) {
            throw new ConfigException(file + ": the database is damaged (" + found + "); put a copy of it in its place,"
                    + " or move it away to begin with an empty one");
        }
    }

    private void migrate() throws SQLException {
        int version =
                Sql.query(writer, row -> row.getInt(1), "PRAGMA user_version").getFirst();
        if (version > MIGRATIONS.size()) {
            throw new ConfigException("%s: expected a database of version up to %d, found %d; use a newer deepgen"
                    .formatted(file, MIGRATIONS.size(), version));
        }
        for (int next = version; next < MIGRATIONS.size(); next++) {
            String statements = MIGRATIONS.get(next);
            int reached = next + 1;
            write(connection -> {
                try (var statement = connection.createStatement()) {
                    for (String each : statements.split(";\\s*\n")) {
                        statement.executeUpdate(each);
                    }
                    statement.executeUpdate("PRAGMA user_version=" + reached);
                }
            });
        }
    }

    /** All of a change or nothing; on the disk when this returns. */
    void write(Change change) {
        long began = System.nanoTime();
        lock.lock();
        try {
            writer.setAutoCommit(false);
            try {
                change.in(writer);
                writer.commit();
                committed.accept((System.nanoTime() - began) / 1e9);
            } catch (SQLException | RuntimeException e) {
                writer.rollback();
                throw e;
            } finally {
                writer.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreException("the database cannot be written to: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    <T> T read(Question<T> question) {
        Connection reader = null;
        try {
            reader = readers.take();
            return question.in(reader);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the database", e);
        } catch (SQLException e) {
            throw new StoreException("the database cannot be read: " + e.getMessage(), e);
        } finally {
            if (reader != null) {
                readers.add(reader);
            }
        }
    }

    boolean alive() {
        try {
            return read(connection -> Sql.query(connection, row -> row.getInt(1), "SELECT 1"))
                    .equals(List.of(1));
        } catch (StoreException e) {
            return false;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            for (Connection reader : readers) {
                reader.close();
            }
            writer.close();
        } catch (SQLException e) {
            throw new StoreException("the database cannot be closed: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }
}
