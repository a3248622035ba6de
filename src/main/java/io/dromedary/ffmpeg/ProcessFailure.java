package io.dromedary.ffmpeg;

/** The failure of a process. The message is for the log: it may contain local paths. */
public final class ProcessFailure extends RuntimeException {

    public enum Reason {
        /** It could not be started. */
        NOT_STARTED,
        /** It ended by itself with an exit value other than 0. */
        FAILED,
        /** It could not decode anything: its output, if any, has no picture or no sound. */
        EMPTY,
        /** It was ended at its deadline. */
        TIMED_OUT,
        /** It was ended because it wrote nothing for too long. */
        STALLED,
        /** It exceeded its memory limit. */
        OUT_OF_MEMORY,
        /** A file has more streams than the limit. */
        TOO_MANY_STREAMS,
        /** It exceeded a limit of file size. */
        FILE_TOO_LARGE,
        /** It printed too much. */
        FLOOD,
        /** It left unexpected files: it may be compromised, and its output is not trusted. */
        LEFT_OTHERS
    }

    private final Reason reason;
    private final String errorOutput;

    ProcessFailure(Reason reason, String message, String errorOutput, Throwable cause) {
        super(errorOutput.isBlank() ? message : message + ": " + errorOutput, cause);
        this.reason = reason;
        this.errorOutput = errorOutput;
    }

    public Reason reason() {
        return reason;
    }

    /** The end of what it wrote to standard error. */
    public String errorOutput() {
        return errorOutput;
    }
}
