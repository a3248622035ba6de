package io.dromedary.cli;

import org.jline.utils.Signals;

/** Handles Ctrl-C. */
public interface Interrupts {
    /** A registration. After it is closed, Ctrl-C ends the process again. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Runs {@code action} on the next Ctrl-C, once: a second one ends the process. */
    Watch onNext(Runnable action);

    /** The signals of this process. */
    static Interrupts ofProcess() {
        return action -> {
            Signals.register("INT", () -> {
                // A second Ctrl-C ends the process, even during a question.
                Signals.registerDefault("INT");
                action.run();
            });
            return () -> Signals.registerDefault("INT");
        };
    }
}
