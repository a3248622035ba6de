package io.dromedary.cli;

/** What the process tells its caller when it ends; scripts depend on these numbers. */
public enum ExitCode {
    /** Everything asked for is done. */
    DONE(0),
    /** The job failed or was cancelled, or a health check failed. */
    FAILED(1),
    /** The command or the request cannot be right: usage, or a 4xx answer of the server. */
    USAGE(2),
    /** No key, or one that the server does not accept. */
    UNAUTHORISED(3),
    /** The server was not reachable, or could not answer now. */
    UNREACHABLE(4),
    /** Ctrl-C: 128 and the number of SIGINT, as shells have it. */
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
