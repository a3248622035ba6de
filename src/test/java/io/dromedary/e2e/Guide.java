package io.dromedary.e2e;

import java.util.function.Consumer;

/**
 * A published use case: what is sent, and how it is seen that it came out right.
 *
 * @param name     as the guides call it
 * @param kind     of the job
 * @param input    key of the input in the bucket
 * @param options  with apostrophes for quotes
 * @param output   where it goes; empty for the CDN
 * @param measured what the check looks at, for the reader of the table
 * @param check    fails when the result is not right
 */
record Guide(String name, String kind, String input, String options, String output, String measured,
        Consumer<GuideResult> check) {

    static Guide of(String name, String kind, String input, String options, String measured,
            Consumer<GuideResult> check) {
        return new Guide(name, kind, input, options, "", measured, check);
    }

    @Override
    public String toString() {
        return name + ": " + measured;
    }
}
