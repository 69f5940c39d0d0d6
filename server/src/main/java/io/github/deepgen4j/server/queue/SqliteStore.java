// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.server.engine.Settled;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;

/**
 * The store of one machine: one SQLite file in WAL mode that only this process opens, every commit forced to the disk
 * ({@code synchronous=FULL}). One connection writes, some read.
 */
public final class SqliteStore implements JobStore {
    private static final String JOB = "id, key, user, kind, model, status, priority, settings, settled, refs, mask,"
            + " extras, hash, awaited, attempt, losses, created, started, finished, deadline, error_code, error_field,"
            + " error_message";

    private static final String PICTURE = "id, job, key, model, prompt, number, seed, width, height, sha256, bytes,"
            + " file, seconds, favourite, title, created";

    private static final long DAY = 86_400_000; // milliseconds

    private final SqliteConnections connections;

    /**
     * Opens or makes the file, and brings it to the newest schema.
     *
     * @param committed is told the seconds that each change has taken
     * @throws ConfigException if it is damaged or of a newer version
     */
    public SqliteStore(Path file, DoubleConsumer committed) {
        this.connections = new SqliteConnections(file, committed);
    }

    // ---- jobs ----

    @Override
    public void add(List<Job> jobs, List<Optional<String>> tokens) {
        connections.write(connection -> {
            for (int i = 0; i < jobs.size(); i++) {
                insert(connection, jobs.get(i), tokens.get(i));
            }
        });
    }

    private static void insert(Connection connection, Job job, Optional<String> token) throws SQLException {
        Sql.run(
                connection,
                "INSERT INTO job (" + JOB + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                job.id(),
                job.key(),
                job.user(),
                job.kind(),
                job.model(),
                job.status().text(),
                job.priority().text(),
                job.settings().json().toString(),
                job.settled().json().toString(),
                String.join(" ", job.references()),
                job.mask().orElse(""),
                job.extras().toString(),
                job.hash(),
                job.awaited(),
                job.attempt(),
                job.losses(),
                job.created(),
                job.started(),
                job.finished(),
                job.deadline(),
                job.error().map(JobError::code).orElse(""),
                job.error().map(JobError::field).orElse(""),
                job.error().map(JobError::message).orElse(""));
        Set<String> inputs = new HashSet<>(job.references());
        job.mask().ifPresent(inputs::add);
        for (String sum : inputs) {
            Sql.run(connection, "INSERT INTO input (sha256, job) VALUES (?,?)", sum, job.id());
        }
        if (token.isPresent()) {
            Sql.run(
                    connection,
                    "INSERT INTO idempotency (key, token, hash, job, created) VALUES (?,?,?,?,?)",
                    job.key(),
                    token.get(),
                    job.hash(),
                    job.id(),
                    job.created());
        }
    }

    @Override
    public void update(Job job) {
        connections.write(connection -> Sql.run(
                connection,
                "UPDATE job SET status=?, priority=?, awaited=?, attempt=?, losses=?, started=?, finished=?,"
                        + " error_code=?, error_field=?, error_message=? WHERE id=?",
                job.status().text(),
                job.priority().text(),
                job.awaited(),
                job.attempt(),
                job.losses(),
                job.started(),
                job.finished(),
                job.error().map(JobError::code).orElse(""),
                job.error().map(JobError::field).orElse(""),
                job.error().map(JobError::message).orElse(""),
                job.id()));
    }

    @Override
    public Optional<Job> find(String id) {
        return first(connections.read(
                connection -> Sql.query(connection, SqliteStore::job, "SELECT " + JOB + " FROM job WHERE id=?", id)));
    }

    @Override
    public List<Job> unfinished() {
        return connections.read(connection -> Sql.query(
                connection,
                SqliteStore::job,
                "SELECT " + JOB + " FROM job WHERE status IN ('queued', 'running') ORDER BY id"));
    }

    @Override
    public List<Job> jobs(Optional<String> key, Optional<JobStatus> status, Page page) {
        return connections.read(connection -> Sql.query(
                connection,
                SqliteStore::job,
                "SELECT " + JOB + " FROM job WHERE (?1='' OR key=?1) AND (?2='' OR status=?2) AND (?3='' OR id<?3)"
                        + " ORDER BY id DESC LIMIT ?4",
                key.orElse(""),
                status.map(JobStatus::text).orElse(""),
                page.after().orElse(""),
                page.limit()));
    }

    @Override
    public List<String> endedBefore(long millis, int limit) {
        return connections.read(connection -> Sql.query(
                connection,
                row -> row.getString(1),
                "SELECT id FROM job WHERE finished>0 AND finished<? ORDER BY id LIMIT ?",
                millis,
                limit));
    }

    @Override
    public void delete(String id) {
        connections.write(connection -> {
            Sql.run(connection, "DELETE FROM input WHERE job=?", id);
            Sql.run(connection, "DELETE FROM idempotency WHERE job=?", id);
            Sql.run(connection, "DELETE FROM job WHERE id=?", id);
        });
    }

    private static Job job(ResultSet row) throws SQLException {
        String error = row.getString("error_code");
        String references = row.getString("refs");
        String mask = row.getString("mask");
        return new Job(
                row.getString("id"),
                row.getString("key"),
                row.getString("user"),
                row.getString("kind"),
                row.getString("model"),
                JobStatus.of(row.getString("status")).orElseThrow(),
                Priority.of(row.getString("priority")).orElseThrow(),
                DrawSettings.of(Json.read(row.getString("settings"))),
                Settled.of(Json.read(row.getString("settled"))),
                references.isEmpty() ? List.of() : List.of(references.split(" ")),
                mask.isEmpty() ? Optional.empty() : Optional.of(mask),
                Json.read(row.getString("extras")),
                row.getString("hash"),
                row.getBoolean("awaited"),
                row.getInt("attempt"),
                row.getInt("losses"),
                row.getLong("created"),
                row.getLong("started"),
                row.getLong("finished"),
                row.getLong("deadline"),
                error.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new JobError(error, row.getString("error_field"), row.getString("error_message"))));
    }

    private static <T> Optional<T> first(List<T> rows) {
        return rows.stream().findFirst();
    }

    // ---- names of requests ----

    @Override
    public Optional<Remembered> remembered(String key, String token) {
        return first(connections.read(connection -> Sql.query(
                connection,
                row -> new Remembered(row.getString(1), row.getString(2), row.getLong(3)),
                "SELECT hash, job, created FROM idempotency WHERE key=? AND token=?",
                key,
                token)));
    }

    @Override
    public void forgetBefore(long millis) {
        connections.write(connection -> Sql.run(connection, "DELETE FROM idempotency WHERE created<?", millis));
    }

    // ---- pictures ----

    @Override
    public void add(Picture picture, double pixelSteps) {
        connections.write(connection -> {
            if (insert(connection, picture) > 0) {
                Sql.run(
                        connection,
                        "INSERT INTO usage (key, day, pictures, pixel_steps, seconds) VALUES (?,?,1,?,?)"
                                + " ON CONFLICT (key, day) DO UPDATE SET pictures=pictures+1,"
                                + " pixel_steps=pixel_steps+excluded.pixel_steps, seconds=seconds+excluded.seconds",
                        picture.key(),
                        day(picture.created()),
                        pixelSteps,
                        picture.seconds());
            }
        });
    }

    private static long day(long millis) {
        return Math.floorDiv(millis, DAY);
    }

    @Override
    public Usage usage(String key, long millis) {
        return first(connections.read(connection -> Sql.query(
                        connection,
                        row -> new Usage(row.getLong(1), row.getDouble(2)),
                        "SELECT pictures, pixel_steps FROM usage WHERE key=? AND day=?",
                        key,
                        day(millis))))
                .orElse(new Usage(0, 0));
    }

    @Override
    public long pictureBytes(Optional<String> key) {
        return connections
                .read(connection -> Sql.query(
                        connection,
                        row -> row.getLong(1),
                        "SELECT COALESCE(SUM(bytes), 0) FROM image WHERE ?1='' OR key=?1",
                        key.orElse("")))
                .getFirst();
    }

    @Override
    public List<String> keysWithPictures() {
        return connections.read(
                connection -> Sql.query(connection, row -> row.getString(1), "SELECT DISTINCT key FROM image"));
    }

    @Override
    public List<Picture> oldest(String key, int limit) {
        return connections.read(connection -> Sql.query(
                connection,
                SqliteStore::picture,
                "SELECT " + PICTURE + " FROM image WHERE key=? AND favourite=0 ORDER BY id LIMIT ?",
                key,
                limit));
    }

    /** The number of pictures that were added: none if the job has one of this number. */
    private static int insert(Connection connection, Picture picture) throws SQLException {
        return Sql.run(
                connection,
                "INSERT OR IGNORE INTO image (" + PICTURE + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                picture.id(),
                picture.job(),
                picture.key(),
                picture.model(),
                picture.prompt(),
                picture.number(),
                picture.seed(),
                picture.width(),
                picture.height(),
                picture.sha256(),
                picture.bytes(),
                picture.file(),
                picture.seconds(),
                picture.favourite(),
                picture.title(),
                picture.created());
    }

    @Override
    public void update(Picture picture) {
        connections.write(connection -> Sql.run(
                connection,
                "UPDATE image SET favourite=?, title=? WHERE id=?",
                picture.favourite(),
                picture.title(),
                picture.id()));
    }

    @Override
    public Optional<Picture> picture(String id) {
        return first(connections.read(connection ->
                Sql.query(connection, SqliteStore::picture, "SELECT " + PICTURE + " FROM image WHERE id=?", id)));
    }

    @Override
    public List<Picture> pictures(String job) {
        return connections.read(connection -> Sql.query(
                connection,
                SqliteStore::picture,
                "SELECT " + PICTURE + " FROM image WHERE job=? ORDER BY number",
                job));
    }

    @Override
    public List<Picture> pictures(
            String key, Optional<String> words, Optional<String> model, Optional<Boolean> favourite, Page page) {
        return connections.read(connection -> Sql.query(
                connection,
                SqliteStore::picture,
                "SELECT " + PICTURE + " FROM image WHERE key=?1 AND (?2='' OR instr(lower(prompt), lower(?2))>0"
                        + " OR instr(lower(title), lower(?2))>0) AND (?3='' OR model=?3) AND (?4=-1 OR favourite=?4)"
                        + " AND (?5='' OR id<?5) ORDER BY id DESC LIMIT ?6",
                key,
                words.orElse(""),
                model.orElse(""),
                favourite.map(yes -> yes ? 1 : 0).orElse(-1),
                page.after().orElse(""),
                page.limit()));
    }

    @Override
    public List<Picture> picturesBefore(long millis, int limit) {
        return connections.read(connection -> Sql.query(
                connection,
                SqliteStore::picture,
                "SELECT " + PICTURE + " FROM image WHERE favourite=0 AND created<? ORDER BY id LIMIT ?",
                millis,
                limit));
    }

    @Override
    public void deletePicture(String id) {
        connections.write(connection -> Sql.run(connection, "DELETE FROM image WHERE id=?", id));
    }

    private static Picture picture(ResultSet row) throws SQLException {
        return new Picture(
                row.getString("id"),
                row.getString("job"),
                row.getString("key"),
                row.getString("model"),
                row.getString("prompt"),
                row.getInt("number"),
                row.getString("seed"),
                row.getInt("width"),
                row.getInt("height"),
                row.getString("sha256"),
                row.getLong("bytes"),
                row.getString("file"),
                row.getDouble("seconds"),
                row.getBoolean("favourite"),
                row.getString("title"),
                row.getLong("created"));
    }

    @Override
    public Set<String> files() {
        return texts("SELECT file FROM image");
    }

    @Override
    public Set<String> inputs() {
        return texts("SELECT DISTINCT sha256 FROM input");
    }

    private Set<String> texts(String query) {
        return new HashSet<>(connections.read(connection -> Sql.query(connection, row -> row.getString(1), query)));
    }

    // ---- pace ----

    @Override
    public List<Pace> paces() {
        return connections.read(connection -> Sql.query(
                connection,
                row -> new Pace(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getInt(4),
                        row.getDouble(5),
                        row.getDouble(6)),
                "SELECT model, fingerprint, bucket, rows, step, rest FROM pace"));
    }

    @Override
    public void put(Pace pace) {
        connections.write(connection -> Sql.run(
                connection,
                "INSERT INTO pace (model, fingerprint, bucket, rows, step, rest) VALUES (?,?,?,?,?,?) ON CONFLICT"
                        + " (model, fingerprint, bucket, rows) DO UPDATE SET step=excluded.step, rest=excluded.rest",
                pace.model(),
                pace.fingerprint(),
                pace.bucket(),
                pace.rows(),
                pace.step(),
                pace.rest()));
    }

    @Override
    public boolean alive() {
        return connections.alive();
    }

    @Override
    public void close() {
        connections.close();
    }
}
