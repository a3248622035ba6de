package io.dromedary.job;

/** The steps of a job, and how much of its progress each is. The shares are a rough split of a usual job's time. */
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

    /** The name of this step's task in a job of this kind: encoding is named after the kind. */
    public String task(String jobKind) {
        return switch (this) {
            case PROBE -> "probe";
            case IMPORT -> "import";
            case ENCODE -> jobKind;
            case EXPORT -> "export";
        };
    }

    /** Percent of the job when this step has come so far. */
    int jobPercent(int taskPercent) {
        return from + (to - from) * taskPercent / 100;
    }
}
