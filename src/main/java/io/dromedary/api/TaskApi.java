package io.dromedary.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.PageRequest;
import io.dromedary.job.Job;
import io.dromedary.job.Task;
import io.dromedary.job.TaskStore;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** Tasks on the wire. */
public final class TaskApi {

    private final TaskStore tasks;
    private final TaskOrders orders;

    public TaskApi(TaskStore tasks, TaskOrders orders) {
        this.tasks = tasks;
        this.orders = orders;
    }

    /** Checks what the contract cannot say, and stores the task; the job that does its work is to be queued. */
    public Job create(@Body RequestBody request) {
        return tasks.create(orders.read(request.json()));
    }

    /** The answer that shows the one task of this job. */
    public static ObjectNode answer(Job job) {
        return JobJson.task(job.tasks().get(0));
    }

    public ObjectNode get(@Header("task") String id) {
        return JobJson.task(tasks.get(id));
    }

    public void list(Exchange exchange) {
        PageRequest page = Lists.page(exchange);
        Lists.answer(exchange, "/tasks", List.of(), page, tasks.list(page), JobJson::task, Task::id);
    }
}
