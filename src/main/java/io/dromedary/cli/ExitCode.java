package io.dromedary.cli;

/** The exit codes of the process; scripts depend on them. */
public enum ExitCode {
    /** Everything is done. */
    DONE(0),
    /** The job failed or was cancelled, or a health check failed. */
    FAILED(1),
    /** The command or the request is wrong: usage, or a 4xx answer of the server. */
    USAGE(2),
    /** No key, or an invalid one. */
    UNAUTHORISED(3),
    /** The server was not reachable, or temporarily unable to answer. */
    UNREACHABLE(4),
    /** Ctrl-C: 128 plus the number of SIGINT, as in shells. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number for {@code System.exit}. */
    public int number() {
        return number;
    }
}
