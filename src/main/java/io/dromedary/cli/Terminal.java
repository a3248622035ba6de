package io.dromedary.cli;

/** The person's side of the process, if there is one. */
public interface Terminal {
    /** Whether standard output goes to a person rather than to a pipe or a file. */
    boolean interactive();

    /** Whether a question can be asked: a person both reads and types. */
    boolean canAsk();

    /** Width in characters. */
    int columns();

    /** Whether it can show characters beyond ASCII. */
    boolean unicode();

    /** Asks and waits for a line; an empty string at the end of input. */
    String ask(String question);

    /** Reads one line that must not be seen: without echo on a terminal, from standard input in a pipe. */
    String readSecret(String question);

    /** All of standard input, to its end. */
    String readAll();
}
