package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.List;

/** One run of a program behind the walls. It is closed when its process has ended. */
final class Guest implements AutoCloseable {

    private final List<String> words;
    private final Path program;
    private final boolean endKnown;
    private final Runnable departure;

    Guest(List<String> words, Path program, boolean endKnown, Runnable departure) {
        this.words = List.copyOf(words);
        this.program = program;
        this.endKnown = endKnown;
        this.departure = departure;
    }

    /** What stands before the program's file on the command line, and behind the words of {@link Launch}. */
    List<String> words() {
        return words;
    }

    /** The program's file as the guest finds it, behind these words. */
    Path program() {
        return program;
    }

    /** Is no process of it left, wherever it hid, once the process that was started has ended? */
    boolean isEndKnown() {
        return endKnown;
    }

    /**
     * Gives its user id back, where it had one of its own. Where its end is not known, all processes of that user are
     * ended first, and have ended when this returns.
     */
    @Override
    public void close() {
        departure.run();
    }
}
