package io.dromedary.cli;

/** The terminal of the user, if there is one. */
public interface Terminal {
    /** Is standard output a terminal rather than a pipe or a file? */
    boolean interactive();

    /** Can a question be asked? For that, input and output must be a terminal. */
    boolean canAsk();

    /** Width in characters. */
    int columns();

    /** Can it show characters beyond ASCII? */
    boolean unicode();

    /** Asks a question and reads a line; an empty string at the end of input. */
    String ask(String question);

    /** Reads a secret line: without echo on a terminal, otherwise from standard input. */
    String readSecret(String question);

    /** Reads all of standard input. */
    String readAll();
}
