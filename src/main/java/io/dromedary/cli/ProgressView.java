package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows the progress of a watched job. */
interface ProgressView extends AutoCloseable {
    /** Shows the current job; called after every poll. */
    void show(JsonNode job);

    /** Shows that the server does not answer, and is asked again. */
    void trouble(String message);

    /** Ends the view, so that further output begins on a new line. */
    @Override
    void close();

    /** Shows nothing; only the result is printed. */
    final class SilentView implements ProgressView {
        @Override
        public void show(JsonNode job) { }

        @Override
        public void trouble(String message) { }

        @Override
        public void close() { }
    }
}
