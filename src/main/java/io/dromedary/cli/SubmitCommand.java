package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Submits a job of one kind and follows it; the kind's options come from the contract. */
@Command(sortOptions = false)
final class SubmitCommand implements Callable<Integer> {
    private final Context context;
    private final String kind;
    // The request's own fields that have flags, and those of its options.
    private final ObjectNode extras = JsonNodeFactory.instance.objectNode();
    private final ObjectNode options = JsonNodeFactory.instance.objectNode();

    @Spec
    private CommandSpec spec;

    @Option(names = {"-i", "--input"}, required = true, paramLabel = "<url>", order = 1,
            description = "The file to process: s3://bucket/key, https://... or http://...")
    private String input;

    @Option(names = {"-o", "--output"}, paramLabel = "<url|file>", order = 2,
            description = "Where the result goes: s3://bucket/key, or a local file to download it to."
                    + " Without it, the result stays on the CDN.")
    private String output;

    @Option(names = "--async", order = 52,
            description = "Do not wait for the job; print it and return.")
    private boolean async;

    /** @param kind the kind as requests name it, such as {@code video} */
    SubmitCommand(Context context, String kind) {
        this.context = context;
        this.kind = kind;
    }

    /**
     * The command with a flag for each of the kind's options.
     *
     * @param contract the contract; empty when another command is run, and only the name is shown
     * @param schema the kind's options in the contract, such as {@code VideoOptions}
     */
    CommandLine commandLine(Optional<Contract> contract, String schema, String description) {
        CommandLine commandLine = new CommandLine(this);
        String command = context.program() + " " + kind;
        commandLine.getCommandSpec().usageMessage()
                .description(description)
                .abbreviateSynopsis(true)
                .footer("", "Example:",
                        "  " + command + " -i s3://my-r2-bucket/uploads/video.mov \\",
                        "    --connection my-r2 --width 1280 --format mp4",
                        "",
                        "Environment: " + Context.KEY + ", " + Context.URL + ",",
                        "  " + Context.CONNECTION + " (the connection when --connection is not given)");
        contract.ifPresent(c -> addFlags(commandLine.getCommandSpec(), c, schema));
        return commandLine;
    }

    private void addFlags(CommandSpec spec, Contract contract, String schema) {
        int order = 3;
        for (JobOption option : contract.properties(schema)) {
            spec.addOption(flag(option, options, order++));
        }
        for (JobOption property : contract.properties("JobRequest")) {
            if (List.of("priority", "metadata", "webhook_url").contains(property.property())) {
                spec.addOption(flag(property, extras, order++));
            }
        }
    }

    /** A flag that puts its value into a part of the request. */
    private static OptionSpec flag(JobOption option, ObjectNode part, int order) {
        OptionSpec.Builder flag = OptionSpec.builder(option.flag()).order(order)
                // picocli formats descriptions
                .description(option.description().replace("%", "%%"))
                .setter(new ISetter() {
                    @Override
                    public <T> T set(T value) {
                        if (value instanceof Boolean b) {
                            part.put(option.property(), b);
                        } else if (value instanceof JsonNode node) {
                            part.set(option.property(), node);
                        }
                        return null;
                    }
                });
        return option.isBoolean()
                ? flag.type(Boolean.class).arity("0..1").fallbackValue("true").paramLabel("true|false").build()
                : flag.type(JsonNode.class).arity("1").paramLabel(option.label())
                        .converters(text -> convert(option, text)).build();
    }

    private static JsonNode convert(JobOption option, String text) {
        try {
            return option.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<Path> target = localTarget();
        target.ifPresent(Download::check);
        ObjectNode request = request();
        ApiClient api = context.api();
        JsonNode job = api.post("/jobs", request).body();
        if (!async) {
            return new Watching(context, api).watch(job, target).number();
        }
        String id = job.path("id").asText();
        switch (context.mode()) {
            case JSON_LINES -> context.print(job);
            case QUIET -> context.print(id);
            case PEOPLE -> context.print("Job " + id + " is " + Text.plain(job.path("status")) + ". See it with `"
                    + context.program() + " jobs " + id + "`.");
        }
        return ExitCode.DONE.number();
    }

    private ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("input", input).put("kind", kind);
        if (!options.has("connection_id")) {
            context.surroundings().variable(Context.CONNECTION).ifPresent(c -> options.put("connection_id", c));
        }
        if (!options.isEmpty()) {
            request.set("options", options);
        }
        if (output != null && output.startsWith("s3://")) {
            request.put("output", output);
        }
        request.setAll(extras);
        return request;
    }

    private Optional<Path> localTarget() {
        if (output == null || output.startsWith("s3://")) {
            return Optional.empty();
        }
        if (output.contains("://") || output.isEmpty() || output.equals("-")) {
            throw new ParameterException(spec.commandLine(),
                    "--output takes s3://bucket/key or the name of a local file, not '" + output + "'");
        }
        if (async) {
            throw new ParameterException(spec.commandLine(),
                    "--async does not wait for the result, so that it cannot be downloaded to " + output
                            + ". Leave out one of the two.");
        }
        return Optional.of(context.surroundings().directory().resolve(output));
    }
}
