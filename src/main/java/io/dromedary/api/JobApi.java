package io.dromedary.api;

import io.dromedary.access.Caller;
import io.dromedary.access.Usage;
import io.dromedary.database.PageRequest;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.JobStore;
import io.dromedary.job.Removal;
import io.dromedary.job.Retries;
import io.dromedary.work.DryRuns;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** The API of jobs. */
public final class JobApi {

    private static final String KEY = "key";
    private static final List<String> FILTERS = List.of("kind", "status", "input", KEY);

    private final JobStore jobs;
    private final JobOrders orders;
    private final Usage usage;
    private final Idempotency idempotency;
    private final Retries retries;
    private final RunningJobs running;
    private final Removal removal;
    private final JobJson json;

    public JobApi(JobStore jobs, JobOrders orders, Usage usage, Idempotency idempotency, Retries retries,
            RunningJobs running, Removal removal, JobJson json) {
        this.json = json;
        this.removal = removal;
        this.jobs = jobs;
        this.orders = orders;
        this.usage = usage;
        this.idempotency = idempotency;
        this.retries = retries;
        this.running = running;
    }

    /** Creates a job, once for each idempotency key. */
    public void create(Exchange exchange) {
        JobOrder order = order(exchange);
        idempotency.once(exchange, () -> usage.within(Authenticator.of(exchange), () -> jobs.create(order)), this::answer);
    }

    /** Reads the job that a request describes, without storing it. */
    public JobOrder order(Exchange exchange) {
        return orders.read(Authenticator.of(exchange), exchange.getMessage().getBody(RequestBody.class).json());
    }

    /** The answer with the commands that a job would run. */
    public AnswerBody answerDryRun(DryRuns.Result result) {
        return new AnswerBody(json.dryRun(result));
    }

    public AnswerBody answer(Job job) {
        return new AnswerBody(json.whole(job));
    }

    /** The job with its tasks. */
    public AnswerBody get(@Variable(Authenticator.CALLER) Caller caller, @Header("job") String id) {
        return new AnswerBody(json.whole(jobs.getShown(caller.project(), id)));
    }

    /** The job of a request for its events. */
    public Job watched(@Variable(Authenticator.CALLER) Caller caller, @Header("job") String id) {
        return jobs.getShown(caller.project(), id);
    }

    public void list(Exchange exchange) {
        PageRequest page = Lists.page(exchange);
        List<PageRequest.Filter> filters = FILTERS.stream().flatMap(name -> Lists.parameter(exchange, name)
                .map(value -> name.equals(KEY) ? JobStore.ofObject(value) : new PageRequest.Filter(name, value)).stream()).toList();
        Lists.answer(exchange, "/jobs", FILTERS, page, jobs.list(Authenticator.of(exchange).project(), page, filters), json::row, Job::id);
    }

    /** Cancels a job, and stops it at once if it runs on this node; other nodes notice at their next report. */
    public AnswerBody cancel(@Variable(Authenticator.CALLER) Caller caller, @Header("job") String id) {
        Job job = jobs.cancel(caller.project(), id);
        running.cancel(job);
        return new AnswerBody(json.whole(job));
    }

    /** Changes the priority of a job that has not ended. */
    public AnswerBody update(@Variable(Authenticator.CALLER) Caller caller, @Header("job") String id, @Body RequestBody request) {
        int priority = JobOrders.priority(request.json(), caller.limits().maxPriority());
        return new AnswerBody(json.whole(jobs.prioritize(caller.project(), id, priority)));
    }

    /** Deletes a job that has ended, and returns it as it was. */
    public AnswerBody delete(@Variable(Authenticator.CALLER) Caller caller, @Header("job") String id) {
        return new AnswerBody(json.whole(removal.delete(caller.project(), id)));
    }

    /** Queues a failed or cancelled job again. */
    public Retries.Retried retry(@Variable(Authenticator.CALLER) Caller caller, @Header("job") String id) {
        return usage.within(caller, () -> retries.retry(caller.project(), id));
    }
}
