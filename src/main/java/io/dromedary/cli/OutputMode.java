package io.dromedary.cli;

/** The form of a command's output. */
enum OutputMode {
    /** Tables, sentences and a progress bar. */
    PEOPLE,
    /** One JSON document per line. */
    JSON_LINES,
    /** Only the URL or the ids. */
    QUIET
}
