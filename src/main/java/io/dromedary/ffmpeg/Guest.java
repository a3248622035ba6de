package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One run of a program behind the walls. It is closed when its process has ended. */
final class Guest implements AutoCloseable {

    private final List<String> words;
    private final Path program;
    private final boolean endKnown;
    private final Optional<Runnable> ending;
    private final Runnable departure;

    /**
     * A guest.
     *
     * @param ending    ends all of its processes, wherever they are; none where they cannot be found
     * @param departure gives back what it was lent
     */
    Guest(List<String> words, Path program, boolean endKnown, Optional<Runnable> ending, Runnable departure) {
        this.words = List.copyOf(words);
        this.program = program;
        this.endKnown = endKnown;
        this.ending = ending;
        this.departure = departure;
    }

    /** What stands before the program's file on the command line, and behind the words of {@link Executables}. */
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

    /** Ends what is left of it when the started process has ended; is nothing left that could still change a file? */
    boolean end() {
        ending.ifPresent(Runnable::run);
        return endKnown || ending.isPresent();
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
