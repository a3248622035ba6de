package io.dromedary.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Threads for the parts of files on their way, so many for each job: however many parts one has, and however slowly they
 * come, those of another find a thread. A job is known by the thread that carries it; what its parts begin is its own too.
 */
public final class PartThreads extends AbstractExecutorService {

    private final ExecutorService threads;
    private final int ofJob;
    private final ThreadLocal<Job> current = new ThreadLocal<>();
    private final Map<Thread, Job> jobs = new HashMap<>();

    /**
     * Threads.
     *
     * @param threads as many as are wanted
     * @param ofJob   how many parts of a job are on their way at a time
     */
    public PartThreads(ExecutorService threads, int ofJob) {
        this.threads = threads;
        this.ofJob = ofJob;
    }

    /** What a job has on its way, and what waits for that. */
    private static final class Job {
        private final Thread carrier;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int onTheirWay;

        private Job(Thread carrier) {
            this.carrier = carrier;
        }
    }

    @Override
    public void execute(Runnable part) {
        synchronized (jobs) {
            Job job = current.get() == null ? jobs.computeIfAbsent(Thread.currentThread(), Job::new) : current.get();
            if (job.onTheirWay == ofJob) {
                job.waiting.add(part);
                return;
            }
            threads.execute(() -> run(job, part));
            job.onTheirWay++;
        }
    }

    private void run(Job job, Runnable first) {
        current.set(job);
        try {
            for (Runnable part = first; part != null; part = next(job)) {
                runOne(part);
            }
        } finally {
            current.remove();
        }
    }

    /** What one part throws is its own: the job's others go on, and what waits for its place is let in. */
    private static void runOne(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    private Runnable next(Job job) {
        synchronized (jobs) {
            Runnable next = job.waiting.poll();
            if (next == null && --job.onTheirWay == 0) {
                jobs.remove(job.carrier, job);
            }
            return next;
        }
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        synchronized (jobs) {
            var never = new ArrayList<>(threads.shutdownNow());
            jobs.values().forEach(job -> never.addAll(job.waiting));
            return never;
        }
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
