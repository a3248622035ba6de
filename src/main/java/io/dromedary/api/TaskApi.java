package io.dromedary.api;

import io.dromedary.access.Caller;
import io.dromedary.access.Usage;
import io.dromedary.database.PageRequest;
import io.dromedary.job.Job;
import io.dromedary.job.Task;
import io.dromedary.job.TaskStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** The API of tasks. */
public final class TaskApi {

    private final TaskStore tasks;
    private final TaskOrders orders;
    private final Usage usage;
    private final Idempotency idempotency;
    private final JobJson json;

    public TaskApi(TaskStore tasks, TaskOrders orders, Usage usage, Idempotency idempotency, JobJson json) {
        this.json = json;
        this.tasks = tasks;
        this.orders = orders;
        this.usage = usage;
        this.idempotency = idempotency;
    }

    /** Creates a task, once for each idempotency key, and sets the job that does its work as the body. */
    public void create(Exchange exchange) {
        TaskStore.Order order = orders.read(
                Authenticator.of(exchange), exchange.getMessage().getBody(RequestBody.class).json());
        idempotency.once(exchange, () -> usage.within(Authenticator.of(exchange), () -> tasks.create(order)), this::answer);
    }

    /** The answer for the only task of this job. */
    public AnswerBody answer(Job job) {
        return new AnswerBody(json.task(job.tasks().get(0), Optional.of(job.state())));
    }

    public AnswerBody get(@Variable(Authenticator.CALLER) Caller caller, @Header("task") String id) {
        Task task = tasks.get(caller.project(), id);
        return new AnswerBody(json.task(task, Optional.ofNullable(tasks.waiting(List.of(task)).get(id))));
    }

    public void list(Exchange exchange) {
        PageRequest page = Lists.page(exchange);
        PageRequest.Page<Task> listed = tasks.list(Authenticator.of(exchange).project(), page);
        Map<String, Job.State> waiting = tasks.waiting(listed.rows());
        Lists.answer(exchange, "/tasks", List.of(), page, listed,
                task -> json.task(task, Optional.ofNullable(waiting.get(task.id()))), Task::id);
    }
}
