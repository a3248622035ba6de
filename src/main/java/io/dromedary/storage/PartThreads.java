package io.dromedary.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs transfers of parts, a fixed number at a time for each job, so that a job with many or slow parts does not block
 * those of others. A job is identified by the thread that processes it; tasks that its parts start belong to it too.
 */
public final class PartThreads extends AbstractExecutorService {

    private final ExecutorService threads;
    private final int ofJob;
    private final ThreadLocal<Job> current = new ThreadLocal<>();
    private final Map<Thread, Job> jobs = new HashMap<>();

    /**
     * @param threads the threads, unlimited in number
     * @param ofJob   how many parts of a job are transferred at a time
     */
    public PartThreads(ExecutorService threads, int ofJob) {
        this.threads = threads;
        this.ofJob = ofJob;
    }

    /** The running parts of a job, and those that wait. */
    private static final class Job {
        private final Thread carrier;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int onTheirWay;

        private Job(Thread carrier) {
            this.carrier = carrier;
        }
    }

    /**
     * Threads for branches of routes that transfer parts, a new one for each. Camel gives a branch's thread back as soon as
     * its parts are on their way: another job that got it would wait behind them.
     *
     * @param made makes the threads
     */
    public static ExecutorService branches(ThreadFactory made) {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), made);
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

    /** Runs one part. If it throws, the other parts of the job still run. */
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
