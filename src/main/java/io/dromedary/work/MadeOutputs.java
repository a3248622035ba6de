package io.dromedary.work;

import io.dromedary.job.Failure;
import io.dromedary.job.Job;
import io.dromedary.job.PartLedger;
import io.dromedary.job.Task;
import io.dromedary.job.Warning;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an attempt at a job with several outputs has come to so far. */
final class MadeOutputs {

    private final List<Warning> warned = PartLedger.warnings();
    private final List<ShownPlan> shown = new CopyOnWriteArrayList<>();
    private volatile List<Task> tasks = List.of();
    private volatile Optional<Failure> failure = Optional.empty();
    private volatile Optional<String> first = Optional.empty();

    /** Takes the tasks of the job, as they are when its outputs are begun: some may be published already. */
    void begin(Job job, List<Task> known) {
        tasks = List.copyOf(known);
        first = job.withTasks(tasks).exportTask(0).output().map(file -> file.path("url").asText());
    }

    /** The tasks that it took. */
    List<Task> tasks() {
        return tasks;
    }

    /** The warnings of the outputs so far. */
    List<Warning> warned() {
        return warned;
    }

    /** What a dry run shows of the outputs. */
    List<ShownPlan> shown() {
        return shown;
    }

    /** An output failed; the first failure is that of the job. */
    void failed(Failure why) {
        if (failure.isEmpty()) {
            failure = Optional.of(why);
        }
    }

    /** Why the first of the outputs failed that did; none if all were made. */
    Optional<Failure> failure() {
        return failure;
    }

    /** An output is published. */
    void published(int number, String url) {
        if (number == 0) {
            first = Optional.of(url);
        }
    }

    /** The URL of the first output, once it is published. */
    Optional<String> first() {
        return first;
    }
}
