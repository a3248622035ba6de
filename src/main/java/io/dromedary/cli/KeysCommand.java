package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys}: who may use the server. */
@Command(name = "keys", description = "Create, list and revoke the keys of the server; this takes a key of scope admin.",
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME} create --name website --scope write",
            "  ${COMMAND-FULL-NAME} list"})
final class KeysCommand {
    private KeysCommand() {
    }

    static CommandLine commandLine(Context context) {
        return new CommandLine(new KeysCommand()).addSubcommand(new Create(context))
                .addSubcommand(new ListThem(context)).addSubcommand(new Revoke(context));
    }

    @Command(name = "create", sortOptions = false, description = "Create a key and show it, this one time.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --name website --scope write"})
    private static final class Create implements Callable<Integer> {
        private final Context context;

        @Option(names = "--name", required = true, paramLabel = "<name>", order = 1,
                description = "What you will know it by, such as website.")
        private String name;

        @Option(names = "--scope", paramLabel = "<scope>", order = 2,
                description = "What it may do: read, write (also jobs and connections) or admin (also keys).")
        private String scope;

        private Create(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            ObjectNode request = JsonNodeFactory.instance.objectNode().put("name", name);
            if (scope != null) {
                request.put("scope", scope);
            }
            JsonNode key = context.api().post("/keys", request).body();
            switch (context.mode()) {
                case JSON_LINES -> context.print(key);
                case QUIET -> context.print(Text.plain(key.path("key")));
                case PEOPLE -> {
                    context.print("Key " + Text.plain(key.path("name")) + " (" + Text.plain(key.path("scope")) + ", "
                            + Text.plain(key.path("id")) + "). It is shown only this once:");
                    context.print("");
                    context.print("    export " + Context.KEY + "=" + Text.plain(key.path("key")));
                }
            }
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "list", description = "List the keys; their values are not kept.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
    private static final class ListThem implements Callable<Integer> {
        private final Context context;

        private ListThem(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            JsonNode keys = context.api().get("/keys?limit=100").body();
            switch (context.mode()) {
                case JSON_LINES -> keys.forEach(context::print);
                case QUIET -> keys.forEach(key -> context.print(Text.plain(key.path("id"))));
                case PEOPLE -> table(keys);
            }
            return ExitCode.DONE.number();
        }

        private void table(JsonNode keys) {
            if (keys.isEmpty()) {
                context.tell("No keys but the one of the server's settings. Create one with `" + context.program()
                        + " keys create`.");
                return;
            }
            Table table = new Table("NAME", "SCOPE", "CREATED", "ID");
            keys.forEach(key -> table.row(Text.plain(key.path("name")), Text.plain(key.path("scope")),
                    Text.time(key.path("created_at")), Text.plain(key.path("id"))));
            table.print(context::print);
        }
    }

    @Command(name = "revoke", description = "Revoke a key: from now on the server refuses it.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} <key id>"})
    private static final class Revoke implements Callable<Integer> {
        private final Context context;

        @Parameters(paramLabel = "<id>", description = "The key's id, as `keys list` shows it.")
        private String id;

        private Revoke(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            JsonNode gone = context.api().delete("/keys/" + ApiClient.segment(id)).body();
            switch (context.mode()) {
                case JSON_LINES -> context.print(gone);
                case QUIET -> context.print(Text.plain(gone.path("id")));
                case PEOPLE -> context.print("Key " + Text.plain(gone.path("id")) + " is revoked.");
            }
            return ExitCode.DONE.number();
        }
    }
}
