package io.dromedary.connection;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;

/**
 * A column of the database that holds secrets, each sealed for its owner.
 *
 * @param id    column by which a row is found
 * @param name  column that has the row's name for people
 * @param owner what a secret is sealed for, by the row's id
 */
record SealedColumn(String table, String id, String name, String column, UnaryOperator<String> owner) {

    /** Secrets of connections. */
    static final SealedColumn CONNECTIONS = new SealedColumn("connections", "id", "name", "sealed_secret", id -> id);
    /** Those that webhooks are signed with: a project's own, and the one before it. */
    static final List<SealedColumn> WEBHOOKS = List.of(
            new SealedColumn("webhook_secrets", "project", "project", "sealed", WebhookSecrets::owner),
            new SealedColumn("webhook_secrets", "project", "project", "previous", WebhookSecrets::owner));

    /** A sealed secret, with its row's id and name. */
    record Row(String id, String name, String sealed) {
    }

    /** All that there are. */
    List<Row> rows(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + id + ", " + name + ", " + column + " from " + table
                        + " where " + column + " is not null")
                .map((row, context) -> new Row(row.getString(1), row.getString(2), row.getString(3))).list());
    }
}
