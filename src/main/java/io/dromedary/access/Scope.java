package io.dromedary.access;

import java.util.Locale;

/** What a key may do; each scope includes those before it. */
public enum Scope {
    /** Read everything but keys. */
    READ,
    /** Create and control jobs, change connections. */
    WRITE,
    /** Create and revoke keys of its project. */
    ADMIN,
    /** Create and revoke keys of every project, including those of operators. */
    OPERATOR;

    /** Does this scope include the other? */
    public boolean covers(Scope asked) {
        return compareTo(asked) >= 0;
    }

    /** The name on the wire and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope with this name on the wire. */
    public static Scope of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
