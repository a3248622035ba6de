package io.dromedary.connection;

import io.dromedary.database.Database;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Seals the secrets of connections and webhooks with the newest key, so that the others can be removed. */
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
     * The result of a run.
     *
     * @param sealed   number of secrets that were sealed again
     * @param closed   names of the connections whose secret no key opens; they are unchanged
     * @param projects projects whose webhook secret no key opens
     */
    public record Result(int sealed, List<String> closed, List<String> projects) {

        /** Were all secrets opened? */
        public boolean isWhole() {
            return closed.isEmpty() && projects.isEmpty();
        }
    }

    /**
     * Seals the secrets again that were not sealed with the newest key: each in its own step, and only if it has not been
     * changed meanwhile, so that all secrets can be read at any time.
     */
    public Result run() {
        var closed = new ArrayList<String>();
        int count = run(SealedColumn.CONNECTIONS, closed);
        var projects = new ArrayList<String>();
        for (SealedColumn place : SealedColumn.WEBHOOKS) {
            count += run(place, projects);
        }
        check.write();
        return new Result(count, List.copyOf(closed), projects.stream().distinct().toList());
    }

    private int run(SealedColumn place, List<String> closed) {
        int count = 0;
        for (SealedColumn.Row row : place.rows(jdbi)) {
            if (box.isNewest(row.sealed())) {
                continue;
            }
            String owner = place.owner().apply(row.id());
            String secret;
            try {
                secret = box.open(row.sealed(), owner);
            } catch (IllegalStateException noKeyOpensIt) {
                closed.add(row.name());
                continue;
            }
            String sealed = box.seal(secret, owner);
            count += jdbi.withHandle(handle -> handle.createUpdate("update " + place.table() + " set " + place.column()
                            + " = :sealed where " + place.id() + " = :id and " + place.column() + " = :old")
                    .bind("sealed", sealed).bind("id", row.id()).bind("old", row.sealed()).execute());
        }
        return count;
    }
}
