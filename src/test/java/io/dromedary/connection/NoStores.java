package io.dromedary.connection;

import io.dromedary.database.Database;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Clients of stores for tests of rows, which get as far as to a connection that is gone and no further. */
public final class NoStores {

    private NoStores() {
    }

    /** Such clients. */
    public static ClientCache clients(Database database, Clock clock) {
        return new ClientCache(new ConnectionStore(database, new SecretBox(List::of, new SecureRandom()), clock),
                (name, client) -> { }, SystemDefaultDnsResolver.INSTANCE, stop -> { });
    }
}
