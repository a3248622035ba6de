package io.dromedary.work;

import io.dromedary.database.Database;
import io.dromedary.storage.ObjectUrl;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/**
 * Records what this server puts into buckets, so that results in a watched bucket are not taken for inputs. A store is
 * identified by its endpoint, so results are recognised through any connection.
 */
public final class PublishedObjects {

    private final Jdbi jdbi;
    private final Clock clock;

    public PublishedObjects(Database database, Clock clock) {
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /** Records objects that are about to be written; durable when this returns. */
    public void note(String endpoint, List<ObjectUrl> objects) {
        jdbi.useTransaction(handle -> {
            var batch = handle.prepareBatch("""
                    insert into published_objects (endpoint, bucket, object_key, created_at)
                    values (:endpoint, :bucket, :key, :now) on conflict do nothing""");
            objects.forEach(object -> batch.bind("endpoint", normal(endpoint)).bind("bucket", object.bucket())
                    .bind("key", object.key()).bind("now", clock.millis()).add());
            batch.execute();
        });
    }

    /** Those of the keys that this server has written. */
    public Set<String> among(String endpoint, String bucket, List<String> keys) {
        return keys.isEmpty() ? Set.of() : jdbi.withHandle(handle -> new HashSet<>(handle.createQuery("""
                        select object_key from published_objects
                        where endpoint = :endpoint and bucket = :bucket and object_key in (<keys>)""")
                .bind("endpoint", normal(endpoint)).bind("bucket", bucket).bindList("keys", keys)
                .mapTo(String.class).list()));
    }

    private static String normal(String endpoint) {
        return endpoint.toLowerCase(Locale.ROOT).replaceFirst("/+$", "");
    }
}
