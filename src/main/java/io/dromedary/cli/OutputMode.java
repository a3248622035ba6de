package io.dromedary.cli;

/** For whom a command writes. */
enum OutputMode {
    /** Tables, sentences and a progress bar. */
    PEOPLE,
    /** One JSON document a line. */
    JSON_LINES,
    /** Only the URL or the ids. */
    QUIET
}
