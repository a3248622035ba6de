package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code task}: runs one step of a job on its own. */
@Command(name = "task", sortOptions = false,
        description = {"Run one step of a job on its own, follow it, and print what comes of it.",
            "Kinds: probe (what is in a file?), import (fetch it), export (write it to a bucket), and those of jobs:"
                + " video, audio, image, animation, adaptive_video."},
        footer = {"", "Examples:",
            "  ${COMMAND-FULL-NAME} probe -i https://example.com/video.mp4",
            "  ${COMMAND-FULL-NAME} probe -i s3://my-r2-bucket/uploads/video.mov --connection my-r2",
            "  ${COMMAND-FULL-NAME} video -i '{\"url\": \"https://example.com/video.mp4\"}' --width 640",
            "  ${COMMAND-FULL-NAME} export -i \"$file\" -o s3://my-r2-bucket/out/a.mp4 --connection my-r2"})
final class TaskCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "<kind>", description = "What to do.")
    private String kind;

    @Parameters(index = "1", arity = "0..1", paramLabel = "<input>", hidden = true)
    private String bareInput;

    @Option(names = {"-i", "--input"}, paramLabel = "<url|json>", order = 1,
            description = "The file: a URL, a file object as JSON, such as another task's output, or '-' for that on"
                    + " standard input, or a file of this machine. The flag may be left out.")
    private String input;

    @Option(names = "--options", paramLabel = "<json>", order = 2,
            description = "The options of the kind as JSON, as a job takes them; for export: url, connection_id.")
    private String options;

    @Option(names = {"-o", "--output"}, paramLabel = "<url|file>", order = 2,
            description = "Where the file goes: s3://bucket/key; of import also a file of this machine.")
    private String output;

    @Option(names = "--connection", paramLabel = "<connection>", order = 3,
            description = "Name or id of the connection for s3://; short for connection_id in the options.")
    private String connection;

    @Option(names = "--async", order = 4, description = "Do not wait for the task; print it and return.")
    private boolean async;

    TaskCommand(Context context) {
        this.context = context;
    }

    /** @param contract has the options of the kinds; empty if their commands are not needed */
    CommandLine commandLine(Optional<ContractFile> contract) {
        CommandLine commandLine = new CommandLine(this).addSubcommand(new Watch());
        contract.ifPresent(read -> Stream.of(KindCommand.values()).forEach(each -> commandLine.addSubcommand(each.command(),
                new TaskKindCommand(context, each).commandLine(read), each.aliases().toArray(String[]::new))));
        return commandLine;
    }

    @Override
    public Integer call() throws InterruptedException {
        // Not declared as required, as that would apply to `task watch` too.
        if (kind == null || input == null && bareInput == null) {
            throw new ParameterException(spec.commandLine(), "Name the kind of the task and its input, such as: "
                    + spec.qualifiedName() + " probe -i https://example.com/video.mp4");
        }
        input = BareInput.chosen(spec.commandLine(), input, bareInput);
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("kind", KindCommand.wireName(kind));
        LocalFiles files = new LocalFiles(context);
        request.set("input", TaskInput.of(context, files, spec.commandLine(), input));
        ObjectNode given = options == null ? JsonNodeFactory.instance.objectNode()
                : JsonInput.object(spec.commandLine(), "--options", options);
        if (connection != null) {
            given.put("connection_id", connection);
        } else if (!given.has("connection_id")) {
            context.connection().ifPresent(c -> given.put("connection_id", c));
        }
        LocalTarget target = target(request, given);
        if (!given.isEmpty()) {
            request.set("options", given);
        }
        if (context.isLocal() && !kind.equals("probe")) {
            throw new ParameterException(spec.commandLine(), "--local takes only probe, and the kinds that make a file: what"
                    + " this task makes would be gone with the process");
        }
        target.check();
        ApiClient api = context.worker();
        JsonNode task = new FileUploads(context, api, files).post("/tasks", request, Map.of());
        if (!async) {
            return new WatchSession(context, api, WatchedResource.TASK).watch(task, target).number();
        }
        TaskInput.tellCreated(context, task);
        return ExitCode.DONE.number();
    }

    /** Puts a bucket into the request, where its kind has it, and gives the local target. */
    private LocalTarget target(ObjectNode request, ObjectNode given) {
        if (output == null) {
            return LocalTarget.none();
        }
        if (kind.equals("probe") || kind.equals("export") && !output.startsWith("s3://")) {
            throw new ParameterException(spec.commandLine(), kind.equals("probe")
                    ? "A probe makes no file, so that --output has no meaning" : "--output of export takes s3://bucket/key");
        }
        if (!output.startsWith("s3://")) {
            return LocalTarget.of(output, context.surroundings().directory());
        }
        if (kind.equals("export")) {
            given.put("url", output);
        } else {
            request.put("output", output);
        }
        return LocalTarget.none();
    }

    @Command(name = "watch", description = "Follow a task that goes on already, and print what comes of it.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} <task id>"})
    private final class Watch implements Callable<Integer> {
        @Parameters(paramLabel = "<id>", description = "The task to follow.")
        private String id;

        @Override
        public Integer call() throws InterruptedException {
            ApiClient api = context.api();
            JsonNode task = api.get("/tasks/" + ApiClient.segment(id)).body();
            return new WatchSession(context, api, WatchedResource.TASK).watch(task, LocalTarget.none()).number();
        }
    }
}
