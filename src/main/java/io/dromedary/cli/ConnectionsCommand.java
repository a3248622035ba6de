package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connections}: manages the stores' credentials on the server. */
@Command(name = "connections", sortOptions = false,
        description = "List the connections to your stores, or add, change, check and delete them.",
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} check my-r2 my-r2-bucket"})
final class ConnectionsCommand implements Callable<Integer> {
    private static final String ACCESS_KEY = "R2_ACCESS_KEY_ID";
    private static final String SECRET_KEY = "R2_SECRET_ACCESS_KEY";

    private final Context context;

    @Mixin
    private PagedList page = new PagedList();

    ConnectionsCommand(Context context) {
        this.context = context;
    }

    CommandLine commandLine() {
        return new CommandLine(this)
                .addSubcommand(new CommandLine(new Add()).addSubcommand(new AddS3()))
                .addSubcommand(new ListThem())
                .addSubcommand(new ConnectionUpdateCommand(context))
                .addSubcommand(new ConnectionCheckCommand(context))
                .addSubcommand(new Delete());
    }

    @Override
    public Integer call() throws InterruptedException {
        return list(page);
    }

    @Command(name = "add", description = "Register the credentials of a store.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} s3 --help"})
    private static final class Add {
    }

    @Command(name = "s3", sortOptions = false,
            description = "Register the credentials of an S3 store, such as Cloudflare R2.",
            footer = {"",
                "Other users of this machine can see a command's arguments. To keep the secret out of them,"
                    + " leave --secret-access-key out and set " + SECRET_KEY + ", or pass it on standard input with '-'.",
                "", "Example:",
                "  ${COMMAND-FULL-NAME} --name my-r2 \\",
                "    --endpoint https://<account-id>.r2.cloudflarestorage.com --region auto \\",
                "    --access-key-id $R2_ACCESS_KEY_ID --secret-access-key $R2_SECRET_ACCESS_KEY"})
    private final class AddS3 implements Callable<Integer> {
        @Option(names = "--name", required = true, paramLabel = "<name>", order = 1,
                description = "What you will call it, such as my-r2.")
        private String name;

        @Option(names = "--endpoint", required = true, paramLabel = "<url>", order = 2,
                description = {"The store's S3 address; for R2",
                    "https://<account-id>.r2.cloudflarestorage.com"})
        private String endpoint;

        @Option(names = "--region", required = true, paramLabel = "<region>", order = 3,
                description = "The store's region; 'auto' for R2.")
        private String region;

        @Option(names = "--access-key-id", paramLabel = "<id>", order = 4,
                description = "The token's access key id. Without it, $" + ACCESS_KEY + ".")
        private String accessKeyId;

        @Option(names = "--secret-access-key", paramLabel = "<secret>", order = 5,
                description = "The token's secret access key; '-' reads it from standard input."
                        + " Without it, $" + SECRET_KEY + ".")
        private String secretAccessKey;

        @Option(names = "--default", order = 6, description = "Use it for s3:// jobs that name no connection.")
        private boolean isDefault;

        @Override
        public Integer call() throws InterruptedException {
            ObjectNode request = JsonNodeFactory.instance.objectNode()
                    .put("kind", "s3")
                    .put("name", name)
                    .put("endpoint", endpoint)
                    .put("region", region)
                    .put("access_key_id", given(accessKeyId, "--access-key-id", ACCESS_KEY))
                    .put("secret_access_key", secret());
            if (isDefault) {
                request.put("is_default", true);
            }
            JsonNode connection = context.api().post("/connections", request).body();
            // The answer contains the same object twice, for different clients.
            JsonNode bare = connection.path("data").isObject() ? connection.get("data") : connection;
            context.answer(bare, "Connection " + name + " is added (" + TextFormat.plain(bare.path("id"))
                    + "). Use it with --connection " + name + ".");
            return ExitCode.DONE.number();
        }

        private String secret() {
            return "-".equals(secretAccessKey) ? ConnectionUpdateCommand.typed(context)
                    : given(secretAccessKey, "--secret-access-key", SECRET_KEY);
        }

        private String given(String value, String flag, String variable) {
            return Optional.ofNullable(value).filter(v -> !v.isEmpty())
                    .or(() -> context.surroundings().variable(variable))
                    .orElseThrow(() -> new CliFailure(ExitCode.USAGE,
                            flag + " is missing. Give it, or set " + variable + "."));
        }
    }

    @Command(name = "list", sortOptions = false, description = "List the connections.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --json"})
    private final class ListThem implements Callable<Integer> {
        @Mixin
        private PagedList page = new PagedList();

        @Override
        public Integer call() throws InterruptedException {
            return list(page);
        }
    }

    private int list(PagedList page) throws InterruptedException {
        ApiClient.Answer answer = page.most(context.api(), "/connections");
        context.list(answer.body(), "name", () -> table(page, answer));
        return ExitCode.DONE.number();
    }

    private void table(PagedList page, ApiClient.Answer answer) {
        if (answer.body().isEmpty()) {
            context.tell("No connections yet. Add one with `" + context.program() + " connections add s3`.");
            return;
        }
        Table table = context.table("NAME", "KIND", "REGION", "DEFAULT", "CREATED", "ID", "ENDPOINT")
                .spare("CREATED", "ID", "KIND", "REGION");
        answer.body().forEach(c -> table.row(TextFormat.plain(c.path("name")), TextFormat.plain(c.path("kind")),
                TextFormat.plain(c.path("region")), c.path("is_default").asBoolean() ? "yes" : "",
                TextFormat.time(c.path("created_at")), TextFormat.plain(c.path("id")), TextFormat.plain(c.path("endpoint"))));
        table.print(context::print);
        page.tellOfMore(context, answer);
    }

    @Command(name = "delete", description = "Forget a connection that no unfinished job uses.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} my-r2"})
    private final class Delete implements Callable<Integer> {
        @Parameters(paramLabel = "<name>", description = "Name or id of the connection.")
        private String name;

        @Override
        public Integer call() throws InterruptedException {
            JsonNode gone = context.api().delete("/connections/" + ApiClient.segment(name)).body();
            context.answer(gone, "Connection " + name + " is deleted.");
            return ExitCode.DONE.number();
        }
    }
}
