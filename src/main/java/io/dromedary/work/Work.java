package io.dromedary.work;

import io.dromedary.job.JobOrder;

/** What is done with a probed input. */
public enum Work {
    /** Nothing. */
    PROBE,
    /** It is published as it is. */
    COPY,
    /** A result is made from it and published. */
    ENCODE,
    /** Several results are made from it, each of which is published. */
    SEVERAL;

    /** The work of a job of this kind, or of a task of this kind that was requested on its own. */
    static Work of(String kind) {
        return switch (kind) {
            case "probe" -> PROBE;
            case "import", "export" -> COPY;
            case JobOrder.SEVERAL -> SEVERAL;
            default -> ENCODE;
        };
    }

    /** Is it published as it is? */
    public boolean isCopy() {
        return this == COPY;
    }

    /** Are several results made from it? */
    public boolean isSeveral() {
        return this == SEVERAL;
    }

    /** Is a result made from it? */
    public boolean isEncode() {
        return this == ENCODE;
    }
}
