package io.dromedary.access;

import java.util.Locale;

/** What a key may do; each may do what stands before it, too. */
public enum Scope {
    /** Look at everything but keys. */
    READ,
    /** Send and steer jobs, change connections. */
    WRITE,
    /** Make and revoke keys of its project. */
    ADMIN,
    /** Make and revoke keys of every project, other operators among them. */
    OPERATOR;

    /** Is this enough where the other is asked for? */
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
