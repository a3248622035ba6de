package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One run of a program in the sandbox. It is closed after its process has ended. */
final class Guest implements AutoCloseable {

    private final List<String> words;
    private final Path program;
    private final boolean endKnown;
    private final Optional<Runnable> ending;
    private final Runnable departure;

    /**
     * @param ending    ends all processes of the guest; none if they cannot be found
     * @param departure releases the guest's resources
     */
    Guest(List<String> words, Path program, boolean endKnown, Optional<Runnable> ending, Runnable departure) {
        this.words = List.copyOf(words);
        this.program = program;
        this.endKnown = endKnown;
        this.ending = ending;
        this.departure = departure;
    }

    /** The words of the command line before the program, and after those of {@link Executables}. */
    List<String> words() {
        return words;
    }

    /** The program as the guest finds it. */
    Path program() {
        return program;
    }

    /** Is it certain that no process of the guest is left once the started process has ended? */
    boolean isEndKnown() {
        return endKnown;
    }

    /** Ends the remaining processes after the started one has ended; tells whether it is certain that none is left. */
    boolean end() {
        ending.ifPresent(Runnable::run);
        return endKnown || ending.isPresent();
    }

    /**
     * Gives back the user id, if the guest has its own. If processes of that user may be left, it ends them first and
     * waits for their end.
     */
    @Override
    public void close() {
        departure.run();
    }
}
