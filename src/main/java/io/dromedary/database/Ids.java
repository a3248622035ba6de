package io.dromedary.database;

import com.github.f4b6a3.ulid.UlidCreator;

/**
 * Makes ids: a prefix and 26 characters of Crockford's base32 (a ULID). Their order is that of creation, also within one
 * millisecond of one process.
 */
public final class Ids {

    private Ids() {
    }

    /** A new id: {@code next("job")} gives {@code job_01K…}. */
    public static String next(String prefix) {
        return prefix + "_" + UlidCreator.getMonotonicUlid();
    }
}
