package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.access.Caller;
import io.dromedary.delivery.QueueLimit;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.JobStore;
import io.dromedary.job.Owner;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;

/**
 * Jobs that an operator's own routes submit, for example from a broker. Headers provide what an API request says by its key.
 */
public final class Submissions {

    private static final String CREATE_JOB = "createJob";

    private final Contract contract;
    private final JobOrders orders;
    private final JobStore jobs;
    private final Idempotency idempotency;
    private final JobJson json;
    private final QueueLimit limit;

    public Submissions(Contract contract, JobOrders orders, JobStore jobs, Idempotency idempotency, JobJson json,
            QueueLimit limit) {
        this.limit = limit;
        this.contract = contract;
        this.orders = orders;
        this.jobs = jobs;
        this.idempotency = idempotency;
        this.json = json;
    }

    /**
     * Creates a job, once for each idempotency key. It is stored durably when this method returns.
     *
     * @param project project of the job; null for the default one
     * @param key     identifies the message, which may be redelivered, as an Idempotency-Key does
     * @param body    the job as in {@code POST /jobs}, JSON in UTF-8
     * @throws Problem {@code invalid_input}, naming what is wrong; {@code idempotency_mismatch} if the key was used with
     *                 another job; {@code too_many_requests} if the queue is full
     */
    public Job create(@Header("project") String project, @Header("idempotency_key") String key, @Body byte[] body) {
        String named = Optional.ofNullable(key).orElseThrow(() -> new Problem(ProblemKind.INVALID_INPUT, "The header"
                + " 'idempotency_key' is missing: it names the message that brings the job, which may come again.",
                "idempotency_key"));
        contract.checkHeaders(CREATE_JOB, Map.of(RepeatableRequest.HEADER, named));
        String owner = Optional.ofNullable(project).orElse(Caller.DEFAULT_PROJECT);
        // The contract defines the names of projects in the operation that creates keys.
        contract.checkBody("createKey", JsonNodeFactory.instance.objectNode().put("name", "of a route").put("project", owner));
        JsonNode job = contract.readBody(CREATE_JOB, body);
        JobOrder order = orders.read(new Owner(owner, Optional.empty()), job);
        RepeatableRequest request = RepeatableRequest.submitted(owner, named, job);
        Optional<String> before = idempotency.madeBefore(request);
        if (before.isPresent()) {
            return jobs.get(before.get());
        }
        limit.admit();
        return idempotency.once(request, () -> jobs.create(order), made -> new AnswerBody(json.whole(made)))
                .or(() -> idempotency.madeBefore(request).map(jobs::get))
                .orElseThrow(() -> new Problem(ProblemKind.UNAVAILABLE, "The job of this key is just being forgotten: try again."));
    }
}
