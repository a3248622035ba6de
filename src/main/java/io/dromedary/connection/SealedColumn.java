package io.dromedary.connection;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;

/**
 * A database column with secrets, each sealed for its owner.
 *
 * @param id    column that identifies a row
 * @param name  column with the row's name for messages
 * @param owner the owner that a secret is sealed for, by the row's id
 */
record SealedColumn(String table, String id, String name, String column, UnaryOperator<String> owner) {

    /** Secrets of connections. */
    static final SealedColumn CONNECTIONS = new SealedColumn("connections", "id", "name", "sealed_secret", id -> id);
    /** Secrets of webhooks: a project's current one, and the previous one. */
    static final List<SealedColumn> WEBHOOKS = List.of(
            new SealedColumn("webhook_secrets", "project", "project", "sealed", WebhookSecrets::owner),
            new SealedColumn("webhook_secrets", "project", "project", "previous", WebhookSecrets::owner));

    /** A sealed secret, with its row's id and name. */
    record Row(String id, String name, String sealed) {
    }

    /** All secrets of the column. */
    List<Row> rows(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + id + ", " + name + ", " + column + " from " + table
                        + " where " + column + " is not null")
                .map((row, context) -> new Row(row.getString(1), row.getString(2), row.getString(3))).list());
    }
}
