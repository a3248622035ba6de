package io.dromedary.job;

/** Writes into the database; which tasks its steps are is told by those that extend it. */
abstract sealed class StoredLedger implements Ledger permits JobLedger, TaskLedger {

    protected final AttemptStore store;
    protected final Job job;

    StoredLedger(AttemptStore store, Job job) {
        this.store = store;
        this.job = job;
    }

    @Override
    public boolean fail(Failure failure) {
        return store.fail(job.id(), job.attempts(), failure);
    }

    @Override
    public boolean putBack(Failure failure, boolean counts, AttemptPlan plan) {
        return store.putBack(job.id(), job.attempts(), counts, plan);
    }

    @Override
    public boolean stopped(StopReason reason) {
        if (reason == StopReason.SUPERSEDED) {
            store.lives(job.id());
        }
        return reason.givesBack() && store.release(job.id(), job.attempts());
    }
}
