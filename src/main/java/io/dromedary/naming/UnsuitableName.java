package io.dromedary.naming;

/** A name that does not go with what is made. Its message is for whoever chose the name. */
public final class UnsuitableName extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnsuitableName(String message) {
        super(message);
    }
}
