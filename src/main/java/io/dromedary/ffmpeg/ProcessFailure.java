package io.dromedary.ffmpeg;

/** A process that did not do its work. The message is for the log: it may hold paths of this machine. */
public final class ProcessFailure extends RuntimeException {

    /** How it ended. */
    public enum Reason {
        /** It could not be started. */
        NOT_STARTED,
        /** It ended by itself with an exit value other than 0. */
        FAILED,
        /** There was nothing that it could decode: what it has made, if anything, holds no picture or no sound. */
        EMPTY,
        /** It was ended at its deadline. */
        TIMED_OUT,
        /** It was ended because it wrote nothing for too long. */
        STALLED,
        /** It asked for more memory than it may have. */
        OUT_OF_MEMORY,
        /** A file has more streams than it was told to open. */
        TOO_MANY_STREAMS,
        /** It wrote a larger file than it may. */
        FILE_TOO_LARGE,
        /** It printed more than anybody reads. */
        FLOOD,
        /** It left what was not asked for: what has taken it over, perhaps, and is not believed. */
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
