package io.dromedary.connection;

import io.dromedary.database.Database;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Detects a wrong key by a text in the database that is sealed like the secrets of connections. */
public final class KeyCheck {

    private static final Logger LOG = LoggerFactory.getLogger(KeyCheck.class);
    private static final String OWNER = "key check";
    private static final String TEXT = "This is the right key.";

    private final Jdbi jdbi;
    private final SecretBox box;

    public KeyCheck(Database database, SecretBox box) {
        this.jdbi = database.jdbi();
        this.box = box;
    }

    /** Does this database contain sealed secrets? */
    public static boolean holdsSecrets(Database database) {
        return !secrets(database.jdbi()).isEmpty();
    }

    /**
     * Checks the keys of the box. If the database has no check text yet, these keys become the right ones if they open
     * all secrets.
     *
     * @throws IllegalStateException if the secrets in the database are sealed with other keys
     */
    public void check() {
        Optional<String> known = jdbi.withHandle(handle -> handle.createQuery("select sealed from key_check")
                .mapTo(String.class).findOne());
        if (known.filter(this::opens).isPresent()) {
            return;
        }
        List<String> closed = secrets(jdbi).stream().filter(secret -> !opens(secret)).map(Secret::name).distinct().toList();
        if (closed.isEmpty()) {
            write();
        } else if (known.isPresent()) {
            throw new IllegalStateException("The key of this node (DROMEDARY_KEY_FILE, DROMEDARY_KEY, or secret.key in the data"
                    + " folder) is not the one that the secrets in the database are sealed with: put back the one from your"
                    + " backup. Where it is lost for good, 'dromedary secrets rotate' begins with the key that is there, and"
                    + " these need their secrets again: " + String.join(", ", closed));
        } else {
            LOG.error("The key of this node does not open the secrets of these: {}. Put back the key that they were"
                    + " sealed with", closed);
        }
    }

    private record Secret(String owner, String name, String sealed) {
    }

    private static List<Secret> secrets(Jdbi jdbi) {
        return Stream.concat(in(jdbi, SealedColumn.CONNECTIONS, ""),
                SealedColumn.WEBHOOKS.stream().flatMap(column -> in(jdbi, column, "webhooks of project "))).toList();
    }

    private static Stream<Secret> in(Jdbi jdbi, SealedColumn column, String what) {
        return column.rows(jdbi).stream()
                .map(row -> new Secret(column.owner().apply(row.id()), what + row.name(), row.sealed()));
    }

    private boolean opens(String check) {
        return opens(check, OWNER);
    }

    private boolean opens(Secret secret) {
        return opens(secret.sealed(), secret.owner());
    }

    private boolean opens(String sealed, String owner) {
        try {
            box.open(sealed, owner);
            return true;
        } catch (IllegalStateException wrongKey) {
            return false;
        }
    }

    /** Makes the newest key of the box the right one. */
    void write() {
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        insert into key_check (id, sealed) values (1, :sealed)
                        on conflict (id) do update set sealed = :sealed""")
                .bind("sealed", box.seal(TEXT, OWNER)).execute());
    }
}
