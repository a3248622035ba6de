package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One run of a program in the sandbox. It is closed after its process has ended.
 *
 * @param words      the words of the command line before the program, and after those of {@link Executables}
 * @param program    the program as the guest finds it
 * @param isEndKnown whether it is certain that no process of the guest is left once the started process has ended
 * @param ending     ends all processes of the guest; none if they cannot be found
 * @param departure  gives back the user id, if the guest has its own; if processes of that user may be left, it ends them
 *                   first and waits for their end
 */
record Guest(List<String> words, Path program, boolean isEndKnown, Optional<Runnable> ending, Runnable departure)
        implements AutoCloseable {

    /** Ends the remaining processes after the started one has ended; tells whether it is certain that none is left. */
    boolean end() {
        ending.ifPresent(Runnable::run);
        return isEndKnown || ending.isPresent();
    }

    @Override
    public void close() {
        departure.run();
    }
}
