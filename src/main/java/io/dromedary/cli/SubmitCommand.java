package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
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

/** Submits a job of one kind and watches it; the kind's options come from the contract. */
@Command(sortOptions = false)
final class SubmitCommand implements Callable<Integer> {
    private static final int FIRST_CONTRACT_ORDER = 10;

    private final Context context;
    private final KindCommand kind;
    private final ContractFlags flags;

    private String input;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-i", "--input"}, paramLabel = "<url>", order = 1,
            description = "The file to process: s3://bucket/key, https://..., or a file of this machine, which is sent to the server"
                    + " unless --local processes it here. The flag may be left out. Given more than once, the files are joined.")
    private List<String> inputs = new ArrayList<>();

    @Parameters(arity = "0..1", paramLabel = "<url>", hidden = true)
    private String bareInput;

    @Option(names = {"-o", "--output"}, paramLabel = "<url|file>", order = 2,
            description = "Where the result goes: s3://bucket/key, or a file or folder of this machine (a folder with a"
                    + " slash at its end), or '-' for standard output. An extension chooses the format. Without it, the result stays on the CDN.")
    private String output;

    @Option(names = "--idempotency-key", paramLabel = "<key>", order = 80,
            description = "The same key with the same job, within a day, answers the job of the first time.")
    private String idempotencyKey;

    @Option(names = "--dry-run", order = 81,
            description = "Check and probe only, and show what would be run.")
    private boolean dryRun;

    @Option(names = "--async", order = 82, description = "Do not wait for the job; print it and return.")
    private boolean async;

    SubmitCommand(Context context, KindCommand kind) {
        this.context = context;
        this.kind = kind;
        this.flags = new ContractFlags(kind);
    }

    /**
     * The command with a flag for each of the kind's options.
     *
     * @param contract the contract; empty if another command runs, and only the name is shown
     */
    CommandLine commandLine(Optional<ContractFile> contract) {
        CommandLine commandLine = new CommandLine(this);
        String command = context.program() + " " + kind.command();
        List<String> footer = new ArrayList<>(List.of("", "Examples:"));
        kind.examples().forEach(example -> footer.addAll(HelpPages.command(command + " " + example)));
        commandLine.getCommandSpec().usageMessage()
                .description(kind.description())
                .customSynopsis(command + " [-i] <url> [-o <url|file>] [OPTIONS]")
                .footer(footer.toArray(String[]::new));
        OptionSections sections = new OptionSections();
        for (String option : List.of("--input", "--output")) {
            sections.put(ContractFlags.PLACES, commandLine.getCommandSpec().findOption(option));
        }
        contract.ifPresent(c -> flags.addTo(commandLine.getCommandSpec(), sections, c, FIRST_CONTRACT_ORDER));
        for (String option : List.of("--idempotency-key", "--dry-run", "--async")) {
            sections.put(ContractFlags.JOB, commandLine.getCommandSpec().findOption(option));
        }
        HelpPages.showOptions(commandLine, sections);
        return commandLine;
    }

    @Override
    public Integer call() throws InterruptedException {
        input = JoinedInputs.first(spec.commandLine(), inputs, bareInput, flags.fields());
        LocalTarget target = target();
        target.check();
        Optional<String> format = format(target);
        LocalFiles files = new LocalFiles(context);
        ObjectNode request = request(files);
        // The server does not see the name of a local file.
        format.ifPresent(chosen -> request.withObject("/options").put("format", chosen));
        Map<String, String> headers = JobLines.idempotency(spec.commandLine(), idempotencyKey);
        ApiClient api = context.worker();
        JsonNode job = new FileUploads(context, api, files).post("/jobs" + (dryRun ? "?dry_run=true" : ""), request, headers);
        if (dryRun) {
            return new DryRun(context).show(job).number();
        }
        if (async) {
            JobLines.created(context, job);
            return ExitCode.DONE.number();
        }
        return new WatchSession(context, api, WatchedResource.JOB).watch(job, target).number();
    }

    private ObjectNode request(LocalFiles files) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("kind", kind.wireName());
        JoinedInputs.put(request, input, flags.fields(), files);
        flags.resolve(files);
        ObjectNode options = flags.options();
        if (!options.has("connection_id")) {
            context.connection().ifPresent(c -> options.put("connection_id", c));
        }
        if (!options.isEmpty()) {
            request.set("options", options);
        }
        if (isObject(output)) {
            request.put("output", output);
        }
        return request.setAll(flags.fields());
    }

    private LocalTarget target() {
        if (context.isLocal()) {
            checkLocal();
        }
        if (output == null || isObject(output)) {
            return output == null && context.isLocal() && !dryRun
                    ? LocalTarget.beside(input, context.surroundings().directory(), makesFolder()) : LocalTarget.none();
        }
        if (output.contains("://") || output.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--output takes s3://bucket/key or the name of a local file"
                    + " or folder, not '" + output + "'");
        }
        for (String alone : Stream.of(async ? "--async" : "", dryRun ? "--dry-run" : "").filter(s -> !s.isEmpty()).toList()) {
            throw new ParameterException(spec.commandLine(), alone + " does not wait for the result, so that it cannot be"
                    + " downloaded to " + output + ". Leave out one of the two.");
        }
        if (output.equals(LocalTarget.OUTPUT)) {
            return LocalTarget.output(context, makesFolder() || flags.options().has("thumbnails") || flags.options().has("waveform"));
        }
        LocalTarget target = LocalTarget.of(output, context.surroundings().directory());
        target.refuse(new LocalFiles(context).path(input));
        if (flags.options().has("interval") && !target.isFolder()) {
            throw new ParameterException(spec.commandLine(), "--interval makes several pictures, which do not fit into the file "
                    + output + ". Name a folder, with a slash at its end: --output " + output.replaceFirst("\\.[^./]*$", "") + "/");
        }
        if (kind.makesFolder() && !target.isFolder() && !target.isMaster()) {
            // Of a video that could be made, another kind is the better answer.
            format(target);
            throw new ParameterException(spec.commandLine(), "The result of " + kind.command() + " is a folder of playlists"
                    + " and segments, which does not fit into the file " + output
                    + ". Name a folder, with a slash at its end, or the master playlist: --output "
                    + output.replaceFirst("\\.[^./]*$", "") + ".m3u8");
        }
        return target;
    }

    private boolean makesFolder() {
        return kind.makesFolder() || flags.options().has("interval");
    }

    /**
     * The format that the name of a local file chooses. The name of an object is only checked: the server knows the
     * variables in it, and the preset.
     */
    private Optional<String> format(LocalTarget target) {
        boolean isFile = target.path().isPresent() && !target.isFolder();
        if (!isFile && !isObject(output)) {
            return Optional.empty();
        }
        Optional<String> format = OutputName.format(kind.wireName(), flags.options(), output, "--format",
                "Change one of them, or leave out --format.");
        return isFile ? format : Optional.empty();
    }

    /** Refuses options that need a permanent server. */
    private void checkLocal() {
        String without = isObject(output) ? "--output to a bucket" : async ? "--async"
                : flags.fields().has("webhook_url") ? "--webhook-url" : "";
        if (!without.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--local and " + without
                    + " exclude each other: the process ends with the job, and knows no connections");
        }
    }

    private static boolean isObject(String output) {
        return output != null && output.startsWith("s3://");
    }
}
