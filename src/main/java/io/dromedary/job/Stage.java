package io.dromedary.job;

/** The steps of a job, with their shares of its progress, which are rough shares of a typical job's time. */
public enum Stage {
    PROBE(0, 2),
    IMPORT(2, 10),
    ENCODE(10, 95),
    EXPORT(95, 99);

    private final int from;
    private final int to;

    Stage(int from, int to) {
        this.from = from;
        this.to = to;
    }

    /** The name of this step's task in a job of this kind; the encoding step is named after the kind. */
    public String task(String jobKind) {
        return switch (this) {
            case PROBE -> "probe";
            case IMPORT -> "import";
            case ENCODE -> jobKind;
            case EXPORT -> "export";
        };
    }

    /** The progress of the job, in percent, at this progress of the step. */
    int jobPercent(int taskPercent) {
        return from + (to - from) * taskPercent / 100;
    }
}
