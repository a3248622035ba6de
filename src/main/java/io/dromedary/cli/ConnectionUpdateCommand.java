package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code connections update}: changes some fields of a connection, such as its secret. */
@Command(name = "update", sortOptions = false,
        description = "Change a connection: what is not given stays as it is. Its jobs go on with what is new.",
        footer = {"",
            "Other users of this machine can see a command's arguments: pass the secret on standard input with '-'.",
            "", "Examples:", "  ${COMMAND-FULL-NAME} my-r2 --access-key-id $R2_ACCESS_KEY_ID --secret-access-key -",
            "  ${COMMAND-FULL-NAME} my-r2 --name archive --default"})
final class ConnectionUpdateCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<name>", description = "Name or id of the connection.")
    private String connection;

    @Option(names = "--name", paramLabel = "<name>", order = 1, description = "Its new name.")
    private String name;

    @Option(names = "--endpoint", paramLabel = "<url>", order = 2, description = "The store's S3 address.")
    private String endpoint;

    @Option(names = "--region", paramLabel = "<region>", order = 3, description = "The store's region; 'auto' for R2.")
    private String region;

    @Option(names = "--access-key-id", paramLabel = "<id>", order = 4, description = "The token's access key id.")
    private String accessKeyId;

    @Option(names = "--secret-access-key", paramLabel = "<secret>", order = 5,
            description = "The token's secret access key; '-' reads it from standard input.")
    private String secretAccessKey;

    @Option(names = "--default", paramLabel = "true|false", arity = "0..1", fallbackValue = "true", order = 6,
            description = "Whether to use it for s3:// jobs that name no connection.")
    private Boolean isDefault;

    ConnectionUpdateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        JsonInput.put(change, "name", name);
        JsonInput.put(change, "endpoint", endpoint);
        JsonInput.put(change, "region", region);
        JsonInput.put(change, "access_key_id", accessKeyId);
        JsonInput.put(change, "secret_access_key", "-".equals(secretAccessKey) ? typed(context) : secretAccessKey);
        JsonInput.put(change, "is_default", isDefault);
        if (change.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Say what to change, such as: " + spec.qualifiedName()
                    + " my-r2 --secret-access-key -");
        }
        JsonNode changed = context.api().patch("/connections/" + ApiClient.segment(connection), change).body();
        context.answer(changed, "Connection " + TextFormat.plain(changed.path("name")) + " is changed ("
                + TextFormat.plain(changed.path("id")) + ").");
        return ExitCode.DONE.number();
    }

    /** A secret that stays out of the arguments. */
    static String typed(Context context) {
        String typed = context.surroundings().terminal().readSecret("Secret access key: ").strip();
        if (typed.isEmpty()) {
            throw new CliFailure(ExitCode.USAGE, "--secret-access-key - found no secret on standard input.");
        }
        return typed;
    }
}
