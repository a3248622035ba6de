package io.dromedary.connection;

import io.dromedary.database.Database;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Seals what connections hold with the newest key, so that the others can be forgotten. */
public final class Resealing {

    private final Jdbi jdbi;
    private final SecretBox box;
    private final KeyCheck check;

    public Resealing(Database database, SecretBox box) {
        this.check = new KeyCheck(database, box);
        this.jdbi = database.jdbi();
        this.box = box;
    }

    /**
     * What was done.
     *
     * @param sealed how many secrets were sealed again
     * @param closed names of the connections whose secret no key opens; they are as they were
     */
    public record Result(int sealed, List<String> closed) {
    }

    private record Row(String id, String name, String sealed) {
    }

    /**
     * Seals again what was not sealed with the newest key: each in a step of its own, and only where it has not been
     * changed meanwhile, so that everything can be read at every moment.
     */
    public Result run() {
        List<Row> rows = jdbi.withHandle(handle -> handle.createQuery("select id, name, sealed_secret from connections")
                .map((row, context) -> new Row(row.getString("id"), row.getString("name"),
                        row.getString("sealed_secret"))).list());
        var closed = new ArrayList<String>();
        int count = 0;
        for (Row row : rows) {
            if (box.isNewest(row.sealed())) {
                continue;
            }
            String secret;
            try {
                secret = box.open(row.sealed(), row.id());
            } catch (IllegalStateException noKeyOpensIt) {
                closed.add(row.name());
                continue;
            }
            String sealed = box.seal(secret, row.id());
            count += jdbi.withHandle(handle -> handle.createUpdate("update connections set sealed_secret = :sealed"
                            + " where id = :id and sealed_secret = :old")
                    .bind("sealed", sealed).bind("id", row.id()).bind("old", row.sealed()).execute());
        }
        check.write();
        return new Result(count, List.copyOf(closed));
    }
}
