package io.dromedary.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.PageRequest;
import io.dromedary.job.Job;
import io.dromedary.job.JobStore;
import io.dromedary.job.RunningJobs;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** Jobs on the wire. */
public final class JobApi {

    private static final List<String> FILTERS = List.of("kind", "status", "input");

    private final JobStore jobs;
    private final JobOrders orders;
    private final RunningJobs running;

    public JobApi(JobStore jobs, JobOrders orders, RunningJobs running) {
        this.jobs = jobs;
        this.orders = orders;
        this.running = running;
    }

    /** Checks what the contract cannot say, and stores the job. */
    public Job create(@Body RequestBody request) {
        return jobs.create(orders.read(request.json()));
    }

    /** The job with its tasks. */
    public ObjectNode get(@Header("job") String id) {
        return JobJson.whole(jobs.get(id));
    }

    public void list(Exchange exchange) {
        PageRequest page = Lists.page(exchange);
        List<PageRequest.Filter> filters = FILTERS.stream().flatMap(name -> Lists.parameter(exchange, name)
                .map(value -> new PageRequest.Filter(name, value)).stream()).toList();
        Lists.answer(exchange, "/jobs", FILTERS, page, jobs.list(page, filters), JobJson::row, Job::id);
    }

    /** Ends the job, and the work on it if that is done here; other workers learn it by their next report. */
    public ObjectNode cancel(@Header("job") String id) {
        Job job = jobs.cancel(id);
        running.cancel(id);
        return JobJson.whole(job);
    }
}
