package io.dromedary.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.access.Usage;
import io.dromedary.database.PageRequest;
import io.dromedary.job.Job;
import io.dromedary.job.Removal;
import io.dromedary.job.Task;
import io.dromedary.job.TaskStore;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.FileNames;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** The API of files that were brought in: tasks of kind {@code import}, in the form of older pages. */
public final class FileApi {

    private static final String ID = "file_";
    private static final String TASK_ID = "task_";

    private final TaskStore tasks;
    private final TaskOrders orders;
    private final Usage usage;
    private final Idempotency idempotency;
    private final Removal removal;
    private final JobJson json;

    public FileApi(TaskStore tasks, TaskOrders orders, Usage usage, Idempotency idempotency, Removal removal, JobJson json) {
        this.tasks = tasks;
        this.orders = orders;
        this.usage = usage;
        this.idempotency = idempotency;
        this.removal = removal;
        this.json = json;
    }

    /** Creates the task that brings a file in, once for each idempotency key, and sets the job that does its work as the body. */
    public void create(Exchange exchange) {
        TaskStore.Order order = orders.read(Authenticator.of(exchange),
                OlderForms.importOf(exchange.getMessage().getBody(RequestBody.class).json()));
        idempotency.once(exchange, () -> usage.within(Authenticator.of(exchange), () -> tasks.create(order)), this::answer);
    }

    /** The file that this job brings in. */
    public AnswerBody answer(Job job) {
        return new AnswerBody(file(job));
    }

    public AnswerBody get(@Variable(Authenticator.CALLER) Caller caller, @Header("file") String id) {
        return answer(find(caller, id));
    }

    public void list(Exchange exchange) {
        PageRequest page = Lists.page(exchange);
        PageRequest asked = new PageRequest(page.limit(), page.skip(), page.after().map(FileApi::taskId),
                page.before().map(FileApi::taskId), page.descending());
        Lists.answer(exchange, "/files", List.of(), page, tasks.files(Authenticator.of(exchange).project(), asked), this::file,
                job -> fileId(job.publicId()));
    }

    /** Deletes the task that brought a file in, with the file, and returns it as it was. */
    public AnswerBody delete(@Variable(Authenticator.CALLER) Caller caller, @Header("file") String id) {
        return answer(removal.delete(find(caller, id)));
    }

    private Job find(Caller caller, String id) {
        return tasks.file(caller.project(), taskId(id)).filter(job -> id.startsWith(ID)).orElseThrow(() -> new Problem(
                ProblemKind.NOT_FOUND, "There is no file '" + id + "'. GET /files lists them."));
    }

    private static String taskId(String fileId) {
        return fileId.replaceFirst("^" + ID, TASK_ID);
    }

    private static String fileId(String taskId) {
        return taskId.replaceFirst("^" + TASK_ID, ID);
    }

    private ObjectNode file(Job job) {
        Task task = job.tasks().get(0);
        ObjectNode shown = json.task(task);
        ObjectNode file = shown.get("output") instanceof ObjectNode output ? output.deepCopy() : JsonNodeFactory.instance.objectNode();
        ObjectNode options = task.options();
        String folder = options.path("folder").asText();
        file.put("id", fileId(task.id())).put("object", "file").put("task_id", task.id())
                .put("kind", file.path("kind").textValue()).put("url", file.path("url").textValue())
                .put("folder", task.id() + (folder.isEmpty() ? "" : "/" + folder))
                .put("filename", file.path("url").isTextual() ? FileNames.last(file.get("url").asText())
                        : options.path("filename").textValue())
                .put("source", job.order().input());
        List.of("status", "error", "created_at", "updated_at").forEach(name -> file.set(name, shown.get(name)));
        file.set("metadata", job.order().metadata().orElse(null));
        return file;
    }
}
