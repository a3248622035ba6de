package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code task video} and the like: a task that makes a file, with a flag for each of the kind's options. */
@Command(sortOptions = false)
final class TaskKindCommand implements Callable<Integer> {
    private static final int FIRST_CONTRACT_ORDER = 10;

    private final Context context;
    private final KindCommand kind;
    private final ContractFlags flags;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-i", "--input"}, paramLabel = "<url|json>", order = 1,
            description = "The file: a URL, a file object as JSON, such as another task's output, or '-' for that on"
                    + " standard input, or a file of this machine. The flag may be left out.")
    private String input;

    @Parameters(arity = "0..1", paramLabel = "<input>", hidden = true)
    private String bareInput;

    @Option(names = {"-o", "--output"}, paramLabel = "<url|file>", order = 2,
            description = "Where the result goes: s3://bucket/key, or a file or folder of this machine. An extension chooses"
                    + " the format. Without it, the result stays on the CDN.")
    private String output;

    @Option(names = "--options", paramLabel = "<json>", order = 3,
            description = "The options of the kind as JSON; flags override them.")
    private String options;

    @Option(names = "--async", order = 82, description = "Do not wait for the task; print it and return.")
    private boolean async;

    TaskKindCommand(Context context, KindCommand kind) {
        this.context = context;
        this.kind = kind;
        this.flags = new ContractFlags(kind);
    }

    CommandLine commandLine(ContractFile contract) {
        CommandLine commandLine = new CommandLine(this);
        commandLine.getCommandSpec().usageMessage().description("Run this step on its own: " + kind.description())
                .footer("", "Example:", "  ${COMMAND-FULL-NAME} -i '{\"url\": \"https://example.com/video.mp4\"}' --width 640");
        OptionSections sections = new OptionSections();
        for (String option : List.of("--input", "--output", "--options")) {
            sections.put(ContractFlags.PLACES, commandLine.getCommandSpec().findOption(option));
        }
        flags.addOptionsTo(commandLine.getCommandSpec(), sections, contract, FIRST_CONTRACT_ORDER);
        sections.put(ContractFlags.JOB, commandLine.getCommandSpec().findOption("--async"));
        HelpPages.showOptions(commandLine, sections);
        return commandLine;
    }

    @Override
    public Integer call() throws InterruptedException {
        LocalFiles files = new LocalFiles(context);
        ObjectNode file = TaskInput.of(context, files, spec.commandLine(), BareInput.chosen(spec.commandLine(), input, bareInput));
        flags.resolve(files);
        ObjectNode given = given();
        LocalTarget target = target(file);
        target.check();
        if (target.path().isPresent() && !target.isFolder()) {
            OutputName.format(kind.wireName(), given, output, "--format", "Change one of them, or leave out --format.")
                    .ifPresent(format -> given.put("format", format));
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("kind", kind.wireName());
        request.set("input", file);
        if (!given.isEmpty()) {
            request.set("options", given);
        }
        if (isObject()) {
            request.put("output", output);
        }
        ApiClient api = context.worker();
        JsonNode task = new FileUploads(context, api, files).post("/tasks", request, Map.of());
        if (!async) {
            return new WatchSession(context, api, WatchedResource.TASK).watch(task, target).number();
        }
        TaskInput.tellCreated(context, task);
        return ExitCode.DONE.number();
    }

    private ObjectNode given() {
        ObjectNode given = options == null ? JsonNodeFactory.instance.objectNode()
                : JsonInput.object(spec.commandLine(), "--options", options);
        given.setAll(flags.options());
        if (!given.has("connection_id")) {
            context.connection().ifPresent(c -> given.put("connection_id", c));
        }
        return given;
    }

    private boolean isObject() {
        return output != null && output.startsWith("s3://");
    }

    private LocalTarget target(ObjectNode file) {
        if (context.isLocal() && (async || isObject())) {
            throw new ParameterException(spec.commandLine(), "--local and " + (async ? "--async" : "--output to a bucket")
                    + " exclude each other: the process ends with the task, and knows no connections");
        }
        boolean several = kind.makesFolder() || flags.options().has("interval");
        if (output == null || isObject()) {
            return context.isLocal() ? LocalTarget.beside(file.path("url").asText(), context.surroundings().directory(), several)
                    : LocalTarget.none();
        }
        if (output.contains("://") || output.isEmpty() || async) {
            throw new ParameterException(spec.commandLine(), async ? "--async does not wait for the result, so that it cannot"
                    + " be downloaded to " + output + ". Leave out one of the two."
                    : "--output takes s3://bucket/key or the name of a local file or folder, not '" + output + "'");
        }
        if (output.equals(LocalTarget.OUTPUT)) {
            return LocalTarget.output(context, several || given().has("thumbnails") || given().has("waveform"));
        }
        LocalTarget target = LocalTarget.of(output, context.surroundings().directory());
        target.refuse(Optional.of(file.path("url").asText()).flatMap(new LocalFiles(context)::path));
        if (several && !target.isFolder() && !(kind.makesFolder() && target.isMaster())) {
            throw new ParameterException(spec.commandLine(), "The result is several files, which do not fit into the file "
                    + output + ". Name a folder, with a slash at its end.");
        }
        return target;
    }
}
