package io.dromedary.bench;

/** One measurement by a job, and the comparison beside it, in the unit of its row; without one, the latter is 0. */
record Turn(double job, double bare) {

    static Turn of(double job) {
        return new Turn(job, 0);
    }
}
