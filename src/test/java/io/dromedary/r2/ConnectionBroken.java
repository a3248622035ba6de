package io.dromedary.r2;

import java.io.IOException;

/** The connection is to end, or has ended, without a (whole) answer. */
final class ConnectionBroken extends IOException {

    private static final long serialVersionUID = 1L;

    /** How the connection ends. */
    enum Kind {
        /** A TCP reset: the client reads "connection reset". */
        RESET,
        /** An orderly close in the middle: the client sees fewer bytes than announced. */
        CLOSE,
        /** The other side has gone already. */
        GONE
    }

    private final Kind kind;

    ConnectionBroken(Kind kind) {
        super(kind.name());
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
