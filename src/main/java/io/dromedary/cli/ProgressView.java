package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows a job while it is followed. */
interface ProgressView extends AutoCloseable {
    /** The job as the server has it now; called for every poll. */
    void show(JsonNode job);

    /** The server does not answer for the moment, and is asked again. */
    void trouble(String message);

    /** Ends the showing, so that what is printed next stands on a line of its own. */
    @Override
    void close();

    /** For those who only want the result. */
    final class SilentView implements ProgressView {
        @Override
        public void show(JsonNode job) {
            // the result is printed by the command
        }

        @Override
        public void trouble(String message) {
            // told when it does not pass
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
