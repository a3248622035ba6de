package io.dromedary;

/** How far tests go that have a long form: {@code bin/test --long} asks for it, by {@code -Dlong=true}. */
public final class LongForm {

    private LongForm() {
    }

    /** Is the long form asked for? */
    public static boolean isAsked() {
        return Boolean.getBoolean("long");
    }

    /** One of two numbers, of things to try or of their size. */
    public static int choose(int usual, int inLongForm) {
        return isAsked() ? inLongForm : usual;
    }
}
