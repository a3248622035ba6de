package io.dromedary.cli;

import org.jline.utils.Signals;

/** Where Ctrl-C arrives. */
public interface Interrupts {
    /** A registration; closing it lets Ctrl-C end the process again. */
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
                // Whoever presses it twice means it, even while a question waits for its answer.
                Signals.registerDefault("INT");
                action.run();
            });
            return () -> Signals.registerDefault("INT");
        };
    }
}
