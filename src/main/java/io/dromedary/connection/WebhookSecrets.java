package io.dromedary.connection;

import io.dromedary.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The secrets that sign the webhooks of each project, so that a project that can verify its own cannot forge those of
 * others. The default project, and projects older than this feature, use the secrets of the settings until theirs is
 * rotated; any other project gets its own when it is first needed. They are sealed like the secrets of connections.
 */
public final class WebhookSecrets {

    private static final String OWNER = "webhook_secret of ";

    private final Jdbi jdbi;
    private final SecretBox box;
    private final Clock clock;
    private final Supplier<List<String>> configured;
    private final Supplier<String> fresh;

    /**
     * @param configured the secrets of the settings, the newest first
     * @param fresh      makes a new secret
     */
    public WebhookSecrets(Database database, SecretBox box, Clock clock, Supplier<List<String>> configured,
            Supplier<String> fresh) {
        this.jdbi = database.jdbi();
        this.box = box;
        this.clock = clock;
        this.configured = configured;
        this.fresh = fresh;
    }

    /**
     * The secret of a project. Its text form does not contain it.
     *
     * @param previousUntil Unix milliseconds until which the previous one signs too
     */
    public record Shown(String project, String secret, Optional<Long> previousUntil) {
        @Override
        public String toString() {
            return "Shown[" + project + "]";
        }
    }

    private record Row(Optional<String> sealed, Optional<String> previous, long previousUntil) {
    }

    /** The secrets that sign a message of a project now, the newest first. */
    public List<String> signing(String project) {
        Row row = jdbi.withHandle(handle -> row(handle, project));
        var secrets = new ArrayList<>(current(project, row));
        previous(row).ifPresent(sealed -> Stream.of(box.open(sealed, owner(project)).split(" ")).forEach(secrets::add));
        return secrets;
    }

    /** The secret of a project, for callers that may see it. */
    public Shown show(String project) {
        return jdbi.withHandle(handle -> shown(handle, project));
    }

    /**
     * Gives a project a new secret.
     *
     * @param grace how long the previous one signs too; earlier ones stop
     */
    public Shown rotate(String project, Duration grace) {
        return jdbi.inTransaction(handle -> {
            row(handle, project);
            // A concurrent rotation waits here, and reads the result of this one.
            handle.createUpdate("update webhook_secrets set project = project where project = :project")
                    .bind("project", project).execute();
            Row row = row(handle, project);
            Optional<String> before = Optional.of(grace).filter(time -> !time.isZero()).map(time -> row.sealed()
                    .orElseGet(() -> box.seal(String.join(" ", configured.get()), owner(project))));
            handle.createUpdate("""
                            update webhook_secrets set sealed = :sealed, previous = :previous, previous_until = :until
                            where project = :project""")
                    .bind("sealed", box.seal(fresh.get(), owner(project))).bind("previous", before)
                    .bind("until", before.map(sealed -> clock.millis() + grace.toMillis())).bind("project", project).execute();
            return shown(handle, project);
        });
    }

    private Shown shown(Handle handle, String project) {
        Row row = row(handle, project);
        return new Shown(project, current(project, row).get(0), previous(row).map(sealed -> row.previousUntil()));
    }

    private List<String> current(String project, Row row) {
        return row.sealed().map(sealed -> List.of(box.open(sealed, owner(project)))).orElseGet(configured);
    }

    private Optional<String> previous(Row row) {
        return row.previous().filter(sealed -> row.previousUntil() > clock.millis());
    }

    private Row row(Handle handle, String project) {
        return find(handle, project).orElseGet(() -> {
            handle.createUpdate("insert into webhook_secrets (project, sealed) values (:project, :sealed)"
                            + " on conflict (project) do nothing")
                    .bind("project", project).bind("sealed", box.seal(fresh.get(), owner(project))).execute();
            return find(handle, project).orElseThrow();
        });
    }

    private static Optional<Row> find(Handle handle, String project) {
        return handle.createQuery("select sealed, previous, previous_until from webhook_secrets where project = :project")
                .bind("project", project).map((row, context) -> new Row(Optional.ofNullable(row.getString("sealed")),
                        Optional.ofNullable(row.getString("previous")), row.getLong("previous_until"))).findOne();
    }

    /** The owner that the secret of a project is sealed for. */
    static String owner(String project) {
        return OWNER + project;
    }
}
