package io.dromedary.work;

/** What is to be done with an input once it is known what it is. */
public enum Work {
    /** Nothing more. */
    PROBE,
    /** It is published as it is. */
    COPY,
    /** Something is made of it, and that is published. */
    ENCODE;

    /** The work of a job of this kind, or of a task of this kind that was asked for on its own. */
    static Work of(String kind) {
        return switch (kind) {
            case "probe" -> PROBE;
            case "import", "export" -> COPY;
            default -> ENCODE;
        };
    }

    /** Is it published as it is? */
    public boolean isCopy() {
        return this == COPY;
    }

    /** Is something made of it? */
    public boolean isEncode() {
        return this == ENCODE;
    }
}
